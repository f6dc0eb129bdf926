import type { Transaction } from '../../eventlog/types.ts'
import { newId, type OrgId, type ProjectId, projectId } from '../../kernel/ids.ts'
import { accept } from '../../kernel/refusal.ts'
import { addProject } from './commands/changeProject.ts'
import { iamProjectSet, type ProjectSettings } from './events.ts'
import { iamProjectFacet, projectFacet } from './state.ts'

/** The settings of a project that was created with a name only. */
export const plainSettings: ProjectSettings = {
  name: '',
  roleAssertion: false,
  authorizationRequired: false,
  accessRequired: false,
  privateLabeling: 'unspecified',
  requiredAcr: null,
}

const name = 'ZITADEL'

/**
 * Adds the project that stands for the instance's own API to the default organization, unless the instance has one
 * (platform notes §2). If the organization has a project of that name, the new one's id is added to its name.
 */
export async function addIamProject(tx: Transaction, orgId: OrgId): Promise<ProjectId> {
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  const known = instance.state(iamProjectFacet).projectId
  if (known !== '') return projectId(known)
  const id = newId()
  const taken = await tx.query<object>(
    'select from projects where instance_id = $1 and org_id = $2 and name_folded = lower($3)',
    [tx.instanceId, orgId, name],
  )
  const project = tx.begin({ type: 'project', id })
  const settings = { ...plainSettings, name: taken.length === 0 ? name : `${name} (${id})` }
  await tx.append(project, accept(addProject(project.state(projectFacet), settings)), { owner: orgId })
  await tx.append(instance, [iamProjectSet({ projectId: id })])
  return projectId(id)
}
