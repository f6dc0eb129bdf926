import { isPast, type UserCredentialKind } from '../../access/credentialKind.ts'
import { tokenInvalid } from '../../access/refusals.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { type TokenTextParts, tokenText } from './personalAccessToken.ts'

interface Row {
  readonly expires_at: string | null
  readonly revoked: boolean | null
}

/** Accepts personal access tokens until they expire or are revoked. */
export const personalAccessTokenKind: UserCredentialKind<TokenTextParts, Row> = {
  name: 'pat',
  parse: tokenText.parse,
  lookup: {
    table: 'personal_access_tokens',
    column: 'token_id',
    value: ({ tokenId }) => tokenId,
    user: 'c.user_id',
    secret: { streamType: 'user', streamId: 'c.user_id', id: 'c.token_id' },
    columns: { expires_at: 'c.expires_at', revoked: 'c.revoked' },
    reads: () => ({}),
  },
  async identify({ tokenId, secret }, { row, now, matches }) {
    const genuine =
      row.user_id !== null && (await matches(secret, { type: 'user', id: row.user_id }, tokenId))
    if (!genuine || row.revoked === true || isPast(row.expires_at, now)) throw new DomainError(tokenInvalid)
    return { token: { kind: 'pat', id: tokenId, ...(row.expires_at && { expiresAt: row.expires_at }) } }
  },
}
