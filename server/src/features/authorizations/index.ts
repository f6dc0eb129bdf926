import type { Feature } from '../manifest.ts'
import { authorizationMigrations } from './migrations.ts'
import { authorizationReactions } from './reactions.ts'
import { authorizationExists } from './refusals.ts'
import { authorizationService } from './rpc/authorizationService.ts'
import { authorizationServiceBeta } from './rpc/authorizationServiceBeta.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { authorizationFacet } from './state.ts'
import { authorizationTasks } from './tasks.ts'

export {
  type AdmissionRow,
  admissionOf,
  admissionSql,
  hasGrantSql,
  isAuthorizedSql,
  keptAdmission,
  type ProjectAdmission,
  type ProjectDemands,
  projectAdmits,
  projectDemandsSql,
  withProjectLevel,
} from './projectAdmits.ts'
export { effectiveRoles, grantStands, standingAuthorizations } from './queries.ts'

/** The roles of users on projects: user grants in the first generation of the contract. */
export const authorizations: Feature = {
  name: 'authorizations',
  migrations: authorizationMigrations,
  tables: ['authorizations'],
  facets: [authorizationFacet],
  reactions: authorizationReactions,
  constraints: { authorizations_unique: authorizationExists },
  handlers: (deps) => [
    authorizationService(deps),
    authorizationServiceBeta(deps),
    managementService(deps),
    authService(deps),
  ],
  tasks: authorizationTasks,
}
