import type { Feature } from '../manifest.ts'
import { accessTokenKind } from './accessTokenKind.ts'
import { oidcSessionMigrations } from './migrations.ts'
import { oidcSessionReactions } from './reactions.ts'
import { deadOidcSessions } from './retention.ts'
import { oidcSessionFacet } from './state.ts'
import { oidcSessionTasks } from './tasks.ts'

export { lackedToActFor } from './actingParty.ts'
export type { Actor, Lean, LeanedProof, OidcSessionGrant } from './events.ts'
export { type GrantOfPerson, grantsOfPerson } from './grantsOfPerson.ts'
export { type GrantedApp, ownGrants } from './ownGrants.ts'
export { standingSql } from './standingSql.ts'
export { type OidcSession, oidcSessionFacet } from './state.ts'
export {
  idTokenToJudge,
  leansOf,
  refreshEndOf,
  sourcesOf,
  streamsOfToken,
  type TokenRow,
  toJudge,
} from './tokenRow.ts'
export { type CauseOfDeath, grantStanding, type StandingFacts, tokenStanding } from './tokenStanding.ts'
export { isGenuine, jtiInJwt, jtiOf, type OidcTokenParts, tokenTexts } from './tokenText.ts'
export {
  type IssuedAccessToken,
  type IssuedTokens,
  issueTokens,
  type TokenGrant,
  type TokenLifetimes,
} from './writes/issueTokens.ts'
export { type Redemption, type Renewal, renewTokens } from './writes/renewTokens.ts'
export { revokeGrantsOf, revokeOwnGrants } from './writes/revokeOwnGrants.ts'
export { revokeOidcSession, revokeToken } from './writes/revokeTokens.ts'

/** Grants of tokens to clients: access tokens, refresh tokens and all that they lean on. */
export const oidcSessions: Feature = {
  name: 'oidc-sessions',
  migrations: oidcSessionMigrations,
  tables: ['oidc_sessions'],
  credentials: () => [accessTokenKind],
  facets: [oidcSessionFacet],
  reactions: oidcSessionReactions,
  tasks: oidcSessionTasks,
  dead: [deadOidcSessions],
}
