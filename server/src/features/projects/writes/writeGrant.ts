import type { Call } from '../../../access/call.ts'
import type { Standing } from '../../../contract/details.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { newId, type OrgId, type ProjectId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { orgFacet } from '../../organizations/index.ts'
import type { Admission } from '../admission.ts'
import { addGrant } from '../commands/changeGrants.ts'
import type { ProjectEvent } from '../events.ts'
import { ownOf, type ProjectState, projectFacet } from '../state.ts'
import { standingOfPart, writeProject } from './writeProject.ts'

/** A grant to add. */
export interface NewGrant {
  readonly projectId: ProjectId
  readonly grantedOrgId: OrgId
  readonly roleKeys: readonly string[]
  readonly admission: Admission
}

/** Grants a project to an organization, which cannot be removed at the same time. */
export async function writeNewGrant(
  deps: Deps,
  call: Call,
  { projectId, grantedOrgId, roleKeys, admission }: NewGrant,
): Promise<{ readonly grantId: string; readonly grant: Standing }> {
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
  return { grantId, grant: standingOf(project, grantId) }
}

/** Decides on the grant that `grantOf` finds in the project; the decision receives '' if there is none. Returns its standing. */
export async function writeGrant(
  deps: Deps,
  call: Call,
  on: {
    readonly projectId: ProjectId
    readonly admission: Admission
    readonly grantOf: (state: ProjectState) => string | undefined
  },
  decide: (state: ProjectState, grantId: string) => Decision<ProjectEvent>,
): Promise<Standing> {
  let grantId = ''
  const project = await writeProject(deps, call, {
    ...on,
    decide(state) {
      grantId = on.grantOf(state) ?? ''
      return decide(state, grantId)
    },
  })
  return standingOf(project, grantId)
}

function standingOf(project: Stream, grantId: string): Standing {
  const state = project.state(projectFacet)
  return standingOfPart(project, state.kind === 'none' ? undefined : ownOf(state.grants, grantId))
}
