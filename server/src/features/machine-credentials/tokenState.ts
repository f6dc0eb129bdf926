import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type MachineCredentialEvent, machineCredentialEvents } from './events.ts'

/** A personal access token; its digest is the sealed secret of the same id. */
export type PersonalAccessToken = {
  readonly tokenId: string
  readonly expiresAt: string
  readonly scopes: readonly string[]
  /** Dead for good, though still listed: the user was locked by an administrator or deactivated. */
  readonly revoked: boolean
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** Personal access tokens of one user. A revoked one keeps its place in lists and loses its digest. */
export const tokensFacet: Facet<readonly PersonalAccessToken[]> = {
  name: 'personalAccessTokens',
  streams: ['user'],
  events: machineCredentialEvents,
  initial: [],
  evolve,
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

function evolve(tokens: readonly PersonalAccessToken[], recorded: Recorded): readonly PersonalAccessToken[] {
  if (endsTokens(recorded)) return tokens.map((token) => revoke(token, recorded))
  const event = recorded as Recorded<MachineCredentialEvent>
  switch (event.type) {
    case 'user.pat.added': {
      const { createdAt, sequence } = event
      return [...tokens, { ...event.payload, revoked: false, createdAt, changedAt: createdAt, sequence }]
    }
    case 'user.pat.removed':
      return tokens.filter(({ tokenId }) => tokenId !== event.payload.tokenId)
    default:
      return recorded.type === 'user.removed' ? [] : tokens
  }
}

/** A lock that failed attempts caused ends no token, or anybody could end them. */
function endsTokens({ type, payload }: Recorded): boolean {
  return type === 'user.deactivated' || (type === 'user.locked' && payload['automatic'] !== true)
}

function revoke(token: PersonalAccessToken, { createdAt, sequence }: Recorded): PersonalAccessToken {
  return token.revoked ? token : { ...token, revoked: true, changedAt: createdAt, sequence }
}
