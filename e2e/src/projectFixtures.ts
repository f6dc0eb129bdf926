import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import type { ClientOptions, TestServer } from '../../server/src/testing/testServer.ts'
import { addMachine, addOrg, inOrg } from './tenants.ts'

let count = 0

/** Creates a project with these roles in an organization, by default a new one. */
export async function addProject(
  server: TestServer,
  { orgId, roles = [] }: { orgId?: string; roles?: readonly string[] } = {},
) {
  count += 1
  const owner = orgId ?? (await addOrg(server, 'Projects')).orgId
  const projects = server.client(ProjectService)
  const name = `Project ${count}`
  const { id: projectId } = await projects.createProject({ organizationId: owner, name })
  for (const roleKey of roles) await projects.addProjectRole({ projectId, roleKey, displayName: roleKey })
  return { projectId, name, orgId: owner }
}

/** Grants a project to an organization, by default a new one, and returns the id of the grant, too. */
export async function addGrant(
  server: TestServer,
  { projectId, orgId }: { readonly projectId: string; readonly orgId: string },
  roleKeys: readonly string[],
  to?: string,
) {
  const grantedOrganizationId = to ?? (await addOrg(server, 'Granted')).orgId
  const { grantId } = await management(server, orgId).addProjectGrant({
    projectId,
    grantedOrgId: grantedOrganizationId,
    roleKeys: [...roleKeys],
  })
  return { grantId, grantedOrganizationId }
}

/** Clients of the first generation in an organization. */
export function management(server: TestServer, orgId: string, options: ClientOptions = {}) {
  return server.client(ManagementService, { ...options, headers: inOrg(orgId) })
}

/** Adds a machine of an organization that is a member of a project only, or of one of its grants. */
export async function addProjectMember(
  server: TestServer,
  project: {
    readonly projectId: string
    readonly orgId: string
    readonly grantId?: string
    readonly of?: string
  },
  role: string,
) {
  const { projectId, orgId, grantId, of = orgId } = project
  const machine = await addMachine(server, { orgId: of })
  const member = { projectId, userId: machine.userId, roles: [role] }
  if (grantId === undefined) await management(server, orgId).addProjectMember(member)
  else await management(server, of).addProjectGrantMember({ ...member, grantId })
  return machine
}

/** Gives a user roles on a project; returns the id of the authorization. */
export async function authorize(
  server: TestServer,
  wanted: {
    readonly userId: string
    readonly projectId: string
    readonly organizationId?: string
    readonly roleKeys: readonly string[]
  },
): Promise<string> {
  const { id } = await server
    .client(AuthorizationService)
    .createAuthorization({ ...wanted, roleKeys: [...wanted.roleKeys] })
  return id
}
