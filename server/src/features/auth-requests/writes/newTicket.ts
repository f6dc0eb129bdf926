import { newTokenSecret, tokenDigest } from '../../../access/tokenSecret.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import type { AuthorizationRequest } from '../events.ts'
import { requestNumberOf, ticketText } from '../tokens.ts'

/** The page that hands an answer to the client in a form. */
export const answerPath = '/oauth/v2/authorize/callback'

/** Seals the digest of a new ticket and returns its id and the URL of the page that it opens, once and for a minute. */
export function newTicket(tx: Transaction, stream: Stream, { issuer }: AuthorizationRequest) {
  const ticketId = newId()
  const secret = newTokenSecret()
  tx.seal(stream, ticketId, tokenDigest(secret))
  const ticket = ticketText.format({ requestNumber: requestNumberOf(stream.id), ticketId, secret })
  return { ticketId, url: `${issuer}${answerPath}?ticket=${ticket}` }
}
