import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { oidcSessionRevoked } from '../events.ts'
import { oidcSessionFacet } from '../state.ts'

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
