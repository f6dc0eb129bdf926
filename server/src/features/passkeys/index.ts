import type { Feature } from '../manifest.ts'
import { registrationCodesFacet } from './codeState.ts'
import { keyFacets } from './keyState.ts'
import { passkeyMigrations } from './migrations.ts'
import { credentialTaken } from './refusals.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'

export { codeRequested, codeSent } from './events.ts'
export { keyFactor } from './factor.ts'
export { keyFacets, readyKeys } from './keyState.ts'
export { type LoginAnswer, loginChallenge, readLoginAnswer } from './loginChallenge.ts'
export { newestKeysSql, readyKeyKindsSql } from './queries.ts'
export { type PasskeyLink, registerByLink, verifyByLink } from './writes/linkRegistration.ts'
export { newRegistrationLink } from './writes/registrationLinks.ts'
export { renameOwnKey } from './writes/renameOwnKey.ts'

/** WebAuthn keys: passkeys that log in by themselves, and security keys as second factors. */
export const passkeys: Feature = {
  name: 'passkeys',
  migrations: passkeyMigrations,
  tables: ['user_webauthn'],
  facets: [keyFacets.u2f, keyFacets.passkey, registrationCodesFacet],
  constraints: { user_webauthn_credential_unique: credentialTaken },
  handlers: (deps) => [userService(deps), authService(deps), managementService(deps)],
}
