import type { Call } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { newId, type OrgId, type ProjectId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { orgFacet } from '../../organizations/index.ts'
import type { Admission } from '../admission.ts'
import { addGrant } from '../commands/changeGrants.ts'
import { writeProject } from './writeProject.ts'

/** A grant to add. */
export interface NewGrant {
  readonly projectId: ProjectId
  readonly grantedOrgId: OrgId
  readonly roleKeys: readonly string[]
  readonly admission: Admission
}

/** Grants a project to an organization, which cannot be removed at the same time. Returns the grant's id, too. */
export async function writeNewGrant(
  deps: Deps,
  call: Call,
  { projectId, grantedOrgId, roleKeys, admission }: NewGrant,
): Promise<{ readonly grantId: string; readonly project: Stream }> {
  const grantId = newId()
  const project = await writeProject(deps, call, {
    projectId,
    admission,
    async decide(state, { tx, project }) {
      const org = await tx.load({ type: 'org', id: grantedOrgId })
      tx.guard(org)
      const orgExists = org.state(orgFacet).kind !== 'none'
      return addGrant(state, { grantId, owner: project.owner, grantedOrgId, orgExists, roleKeys })
    },
  })
  return { grantId, project }
}
