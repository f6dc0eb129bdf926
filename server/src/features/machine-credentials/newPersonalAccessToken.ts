import { newTokenSecret, tokenDigest } from '../../access/tokenSecret.ts'
import type { Transaction } from '../../eventlog/types.ts'
import type { EventBody, StreamRef } from '../../kernel/facet.ts'
import { personalAccessToken } from './personalAccessToken.ts'

/** The scopes of every personal access token (users notes §3). */
const tokenScopes: readonly string[] = [
  'openid',
  'profile',
  'urn:zitadel:iam:user:metadata',
  'urn:zitadel:iam:user:resourceowner',
]

/** A token on its way into the log. */
export interface NewPersonalAccessToken {
  /** To be appended to the user's stream. */
  readonly events: readonly EventBody[]
  /** What the holder presents; shown once, stored nowhere. */
  readonly token: string
  /** Hands the digest to the unit of work that appends the events. */
  seal(tx: Pick<Transaction, 'seal'>, user: StreamRef): void
}

/** Makes a token of 256 random bits; only its digest is kept. */
export function newPersonalAccessToken(input: {
  readonly tokenId: string
  readonly expiresAt: Date
  readonly scopes?: readonly string[]
}): NewPersonalAccessToken {
  const { tokenId, expiresAt, scopes = tokenScopes } = input
  const secret = newTokenSecret()
  const payload = { tokenId, expiresAt: expiresAt.toISOString(), scopes }
  return {
    events: [{ type: 'user.pat.added', payload }],
    token: personalAccessToken.format({ tokenId, secret }),
    seal: (tx, user) => tx.seal(user, tokenId, tokenDigest(secret)),
  }
}
