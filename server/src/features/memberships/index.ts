import type { Feature } from '../manifest.ts'
import { membershipLookup } from './lookupParts.ts'
import { membershipMigrations } from './migrations.ts'
import { projectMembersFacet } from './projectMembersState.ts'
import { endMembershipsOfUser } from './reactions.ts'
import { adminService } from './rpc/adminService.ts'
import { authService } from './rpc/authService.ts'
import { internalPermissionServices } from './rpc/internalPermissionServices.ts'
import { managementService } from './rpc/managementService.ts'
import { operations } from './rpc/operations.ts'
import { projectMembers } from './rpc/projectMembers.ts'
import { systemService } from './rpc/systemService.ts'
import { membersFacet } from './state.ts'

export { assignedRoles } from './commands/roles.ts'
export { memberEvents } from './events.ts'
export { membershipsSql } from './lookupParts.ts'
export { findCredentialHolder } from './queries.ts'
export { lastOwner } from './refusals.ts'
export { membersFacet } from './state.ts'
export { addFirstMembers, type FirstMember } from './writes/writeProjectMember.ts'

/** Roles that users hold on the instance and its organizations. */
export const memberships: Feature = {
  name: 'memberships',
  migrations: membershipMigrations,
  tables: ['memberships'],
  lookup: membershipLookup,
  facets: [membersFacet, projectMembersFacet],
  reactions: [endMembershipsOfUser],
  handlers: (deps) => [
    systemService(deps),
    adminService(deps),
    managementService(deps),
    projectMembers(deps),
    authService(deps),
    ...internalPermissionServices(deps),
  ],
  operations,
}
