import type { Feature } from '../manifest.ts'
import { clientSecretFacet } from './clientSecretState.ts'
import { keysFacet } from './keyState.ts'
import { machineCredentialMigrations } from './migrations.ts'
import { personalAccessTokenKind } from './personalAccessTokenKind.ts'
import { machineCredentialSchedules } from './retention.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'
import { tokensFacet } from './tokenState.ts'

export { clientSecretDigest, newClientSecret } from './clientSecret.ts'
export { clientSecretIdSql } from './clientSecretState.ts'
export { credentialEndSql, expiryOf } from './expiry.ts'
export { newMachineKey } from './machineKey.ts'
export { newPersonalAccessToken, type TokenTextParts, tokenText } from './personalAccessToken.ts'
export { checkClientSecret, type StoredClientSecret } from './writes/checkClientSecret.ts'

/** Credentials of machines: personal access tokens, keys, client secrets. */
export const machineCredentials: Feature = {
  name: 'machine-credentials',
  migrations: machineCredentialMigrations,
  tables: ['personal_access_tokens', 'machine_keys'],
  credentials: () => [personalAccessTokenKind],
  facets: [tokensFacet, keysFacet, clientSecretFacet],
  handlers: (deps) => [userService(deps), managementService(deps)],
  schedules: machineCredentialSchedules,
}
