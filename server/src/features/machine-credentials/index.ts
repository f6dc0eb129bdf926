import type { Feature } from '../manifest.ts'
import { keysFacet } from './keyState.ts'
import { machineCredentialMigrations } from './migrations.ts'
import { personalAccessTokenKind } from './personalAccessTokenKind.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'
import { clientSecretFacet } from './secretState.ts'
import { tokensFacet } from './tokenState.ts'

export { generateMachineKey, keyFile } from './machineKey.ts'
export { newPersonalAccessToken } from './newPersonalAccessToken.ts'

/** What machines prove themselves with: personal access tokens, keys, client secrets. */
export const machineCredentials: Feature = {
  name: 'machine-credentials',
  migrations: machineCredentialMigrations,
  tables: ['personal_access_tokens', 'machine_keys'],
  credentials: () => [personalAccessTokenKind],
  facets: [tokensFacet, keysFacet, clientSecretFacet],
  handlers: (deps) => [userService(deps), managementService(deps)],
}
