import type { Feature } from '../manifest.ts'
import { applicationMigrations } from './migrations.ts'
import { idTaken, nameTaken, resourceTaken } from './refusals.ts'
import { applicationSchedules } from './retention.ts'
import { applicationService } from './rpc/applicationService.ts'
import { applicationServiceBeta } from './rpc/applicationServiceBeta.ts'
import { managementCredentials } from './rpc/managementCredentials.ts'
import { managementService } from './rpc/managementService.ts'
import { applicationsFacet, iamConsoleFacet } from './state.ts'

export { type AppKey, appKeysOf } from './appKeys.ts'
export { isDocumentAddress } from './clientDocument.ts'
export {
  anyClientSql,
  clientDocumentSql,
  type DocumentStanding,
  documentAddressSql,
  documentStandingSql,
  type FetchClientDocument,
  openClientDocuments,
} from './clientDocuments.ts'
export { type ClientKey, isVerifyingKey } from './clientKeys.ts'
export type { AppType, GrantType, LoginVersion, ResponseType } from './config.ts'
export { homeOfClient } from './homeOfClient.ts'
export { addIamApplications, consoleClientId, moveConsole, settleConsoles } from './iamApplications.ts'
export {
  type ClientAuthMethod,
  type ClientRow,
  clientColumns,
  clientOf,
  clientSql,
  clientTables,
  hearsLogoutSql,
  type OidcClient,
  type TlsSubject,
} from './oidcClient.ts'
export { originsOf } from './origins.ts'
export { readApplication } from './readApplication.ts'
export { readClient } from './readClient.ts'
export { acceptsPostLogoutUri, acceptsRedirectUri } from './redirectUri.ts'
export { clientInactive } from './refusals.ts'
export { type Registration, redirectUriRefused } from './registration.ts'
export { responseTypeNotAllowed } from './responseTypes.ts'
export {
  changeRegisteredClient,
  type RegisteredClient,
  registerClient,
  registeredClient,
  registrationOff,
  removeRegisteredClient,
} from './writes/registerClient.ts'

/** Applications of projects: OIDC and API clients with their secrets and keys, and SAML applications. */
export const applications: Feature = {
  name: 'applications',
  migrations: applicationMigrations,
  tables: ['applications', 'app_keys'],
  instanceTables: ['client_documents'],
  folded: { applications: ['name'] },
  facets: [applicationsFacet, iamConsoleFacet],
  handlers: (deps) => [
    applicationService(deps),
    applicationServiceBeta(deps),
    managementService(deps),
    managementCredentials(deps),
  ],
  schedules: applicationSchedules,
  constraints: {
    applications_pkey: idTaken,
    applications_name_unique: nameTaken,
    applications_resource_unique: resourceTaken,
  },
}
