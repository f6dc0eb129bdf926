import { type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'
import { newTokenSecret, tokenDigest } from '../../access/tokenSecret.ts'
import type { Transaction } from '../../eventlog/types.ts'
import type { StreamRef } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { tokenAdded } from './events.ts'

/** Personal access tokens: `slp_pat_<token id>_<secret>`. */
export const tokenText = tokenFormat('slp_pat', ['tokenId'])

/** A personal access token in its parts. */
export type TokenTextParts = TokenParts<'tokenId'>

/** The scopes of every personal access token (users notes §3). */
const scopes = ['openid', 'profile', 'urn:zitadel:iam:user:metadata', 'urn:zitadel:iam:user:resourceowner']

/** Creates a token of 256 random bits. `token` is returned to its holder once; `seal` stores only its digest. */
export function newPersonalAccessToken({ expiresAt }: { readonly expiresAt: Date }) {
  const tokenId = newId()
  const secret = newTokenSecret()
  return {
    tokenId,
    token: tokenText.format({ tokenId, secret }),
    event: tokenAdded({ tokenId, expiresAt: expiresAt.toISOString(), scopes }),
    seal: (tx: Pick<Transaction, 'seal'>, user: StreamRef) => tx.seal(user, tokenId, tokenDigest(secret)),
  }
}
