import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { IamProjectState, ProjectState } from './state.ts'

/** The rows of a project, its roles and its grants; none for a removed one. */
export function projectRows(project: ProjectState, stream: StreamOrigin): IndexRows {
  if (project.kind === 'none') return {}
  const { settings } = project
  const ids = { instance_id: stream.instanceId, project_id: stream.id }
  return {
    projects: [
      {
        ...ids,
        org_id: stream.owner,
        name: settings.name,
        state: project.status,
        role_assertion: settings.roleAssertion,
        authorization_required: settings.authorizationRequired,
        access_required: settings.accessRequired,
        private_labeling: settings.privateLabeling,
        required_acr: settings.requiredAcr,
        documents_since: project.documentsSince ?? null,
        dynamic_registration: settings.dynamicRegistration ?? false,
        ...dates(project),
      },
    ],
    project_roles: Object.entries(project.roles).map(([key, role]) => ({
      ...ids,
      role_key: key,
      display_name: role.displayName,
      role_group: role.group,
      ...dates(role),
    })),
    project_grants: Object.entries(project.grants).map(([grantId, grant]) => ({
      ...ids,
      grant_id: grantId,
      org_id: stream.owner,
      granted_org_id: grant.grantedOrgId,
      role_keys: grant.roleKeys,
      state: grant.status,
      reactivated_at: grant.reactivatedAt ?? null,
      ...dates(grant),
    })),
  }
}

function dates(part: {
  readonly addedSequence: number
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}) {
  return {
    added_sequence: part.addedSequence,
    created_at: part.createdAt,
    changed_at: part.changedAt,
    sequence: part.sequence,
  }
}

/** The row of `iam_projects`; none until the instance has its project. */
export function iamProjectRows({ projectId }: IamProjectState, { instanceId }: StreamOrigin): IndexRows {
  return projectId === '' ? {} : { iam_projects: [{ instance_id: instanceId, project_id: projectId }] }
}
