import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { type NotRedeemed, type Redemption, redeemCode } from '../commands/redeemCode.ts'
import { authRequestCodeExchanged, authRequestSucceeded } from '../events.ts'
import { authRequestFacet, type WithCode } from '../state.ts'

/**
 * Exchanges a code whose secret has been verified, in the caller's unit of work: `issue` issues the tokens that follow from the
 * request. Of two exchanges at once, in one process or several, the later one finds the code used.
 */
export async function exchangeCode<Issued extends { readonly oidcSessionId: string }>(
  tx: Transaction,
  stream: Stream,
  by: Redemption,
  issue: (code: WithCode) => Promise<Issued>,
): Promise<{ readonly kind: 'issued'; readonly issued: Issued; readonly code: WithCode } | NotRedeemed> {
  const code = redeemCode(stream.state(authRequestFacet), by, tx.now)
  if (code.kind !== 'code') return code
  await tx.append(stream, [authRequestCodeExchanged()])
  const issued = await issue(code)
  await tx.append(stream, [authRequestSucceeded({ oidcSessionId: issued.oidcSessionId })])
  return { kind: 'issued', issued, code }
}
