import type { Feature } from '../manifest.ts'
import { webKeyMigrations } from './migrations.ts'
import { webKeySchedules } from './rotation.ts'
import { webKeyService } from './rpc/webKeyService.ts'
import { webKeysFacet } from './state.ts'

export { type SigningAlgorithm, signingAlgorithms } from './events.ts'
export {
  type JwtDeps,
  keyIdOf,
  type Signing,
  signingKey,
  signJwt,
  type Verification,
  verifyByKey,
  verifyJwt,
} from './jwt.ts'
export { keySetSql, type SigningKey, signingKeySql, type VerifyingKey, verifyingKeySql } from './queries.ts'
export { addMissingKeys, appendFirstKeys, prepareFirstKeys } from './writes/firstKeys.ts'

/** The keys of an instance that sign tokens, and the JWTs that they sign. */
export const webKeys: Feature = {
  name: 'web-keys',
  migrations: webKeyMigrations,
  tables: ['web_keys'],
  facets: [webKeysFacet],
  handlers: (deps) => [webKeyService(deps)],
  schedules: webKeySchedules,
}
