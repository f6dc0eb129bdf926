import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { userDeactivated, userLocked, userRemoved } from '../users/index.ts'
import { type TokenEvent, tokenAdded, tokenRemoved } from './events.ts'

/** A personal access token; its digest is the sealed secret of the same id. */
export type PersonalAccessToken = {
  readonly tokenId: string
  readonly expiresAt: string
  readonly scopes: readonly string[]
  /** True once the user was deactivated or locked by an administrator; the token never works again but is still listed. */
  readonly revoked: boolean
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

type HeardEvent = TokenEvent | EventOf<typeof userDeactivated | typeof userLocked | typeof userRemoved>

/** Personal access tokens of one user. A revoked one stays in lists and loses its digest. */
export const tokensFacet: Facet<readonly PersonalAccessToken[], HeardEvent> = {
  name: 'personalAccessTokens',
  streams: ['user'],
  events: [tokenAdded, tokenRemoved],
  hears: [userDeactivated, userLocked, userRemoved],
  initial: [],
  evolve(tokens, event) {
    switch (event.type) {
      case tokenAdded.type: {
        const { createdAt, sequence } = event
        return [...tokens, { ...event.payload, revoked: false, createdAt, changedAt: createdAt, sequence }]
      }
      case tokenRemoved.type:
        return tokens.filter(({ tokenId }) => tokenId !== event.payload.tokenId)
      case userDeactivated.type:
        return tokens.map((token) => revoke(token, event))
      case userLocked.type:
        // Failed attempts lock users, too; if such a lock revoked tokens, anybody could revoke them.
        return event.payload.automatic ? tokens : tokens.map((token) => revoke(token, event))
      case userRemoved.type:
        return []
    }
  },
  rows: (tokens, { instanceId, id, owner }) =>
    tokens.length === 0
      ? {}
      : {
          personal_access_tokens: tokens.map((token) => ({
            instance_id: instanceId,
            token_id: token.tokenId,
            user_id: id,
            org_id: owner,
            scopes: token.scopes,
            expires_at: token.expiresAt,
            revoked: token.revoked,
            created_at: token.createdAt,
            changed_at: token.changedAt,
            sequence: token.sequence,
          })),
        },
  secrets: (tokens) => tokens.filter(({ revoked }) => !revoked).map(({ tokenId }) => tokenId),
}

function revoke(token: PersonalAccessToken, { createdAt, sequence }: Recorded): PersonalAccessToken {
  return token.revoked ? token : { ...token, revoked: true, changedAt: createdAt, sequence }
}
