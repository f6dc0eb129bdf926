import { workOn } from '../../../eventlog/decideOn.ts'
import type { EventLog, Stream, Transaction, Writing } from '../../../eventlog/types.ts'
import { accessTokenRevoked, oidcSessionRevoked, refreshTokenRevoked } from '../events.ts'
import { oidcSessionFacet } from '../state.ts'
import type { OidcTokenParts, TokenKind } from '../tokenText.ts'

/** Makes all tokens of a grant void for good, in the caller's unit of work; a grant that does not exist or is void needs nothing. */
export async function revokeOidcSession(
  tx: Transaction,
  oidcSessionId: string,
  cause: string,
): Promise<void> {
  await revokeAll(tx, await tx.load({ type: 'oidc_session', id: oidcSessionId }), cause)
}

/** The same for a loaded stream. */
export async function revokeAll(tx: Transaction, stream: Stream, cause: string): Promise<void> {
  const state = stream.state(oidcSessionFacet)
  if (state.kind === 'none' || state.revokedAt !== null) return
  await tx.append(stream, [oidcSessionRevoked({ cause })])
}

/**
 * Revokes a genuine token at its client's wish: an access token alone, a refresh token together with its access token (RFC 7009
 * §2.1). A refresh token that was redeemed stands for its successor, and an access token that is not the newest is void already.
 */
export function revokeToken(
  log: Pick<EventLog, 'transact'>,
  writing: Writing,
  kind: TokenKind,
  { oidcSessionId, tokenId }: Omit<OidcTokenParts, 'secret'>,
): Promise<void> {
  return workOn(log, writing, { type: 'oidc_session', id: oidcSessionId }, async (stream, tx) => {
    const state = stream.state(oidcSessionFacet)
    if (state.kind === 'none' || state.revokedAt !== null) return
    if (kind === 'refresh') await tx.append(stream, [refreshTokenRevoked()])
    else if (state.access?.tokenId === tokenId) await tx.append(stream, [accessTokenRevoked()])
  })
}
