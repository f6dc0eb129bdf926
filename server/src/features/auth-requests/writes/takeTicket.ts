import { matchesDigest } from '../../../access/tokenSecret.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { type AnswerParameters, errorParameters } from '../answerUrl.ts'
import type { AuthorizationRequest } from '../events.ts'
import { codeLifetime, isOver } from '../lifetimes.ts'
import { authRequestFacet, type Failed, type Linked } from '../state.ts'
import { authRequestId, ticketText } from '../tokens.ts'
import { type AnswerWithTokens, completeRequest } from './completeRequest.ts'

/** An answer that a page of ours hands to the client. */
export interface WaitingAnswer {
  readonly request: AuthorizationRequest
  /** Gives the answer after the commit. */
  readonly answer: () => Promise<AnswerParameters>
}

/**
 * Opens the answer that waits under a ticket: a linked request is completed, which uses the ticket up; an error is returned each
 * time. Undefined if the ticket is unknown, used or too old.
 */
export async function takeTicket(
  tx: Transaction,
  text: string,
  withTokens: AnswerWithTokens,
): Promise<WaitingAnswer | undefined> {
  const ticket = ticketText.parse(text)
  if (ticket === undefined) return undefined
  const stream = await tx.load({ type: 'auth_request', id: authRequestId(ticket.requestNumber) })
  const state = stream.state(authRequestFacet)
  if (state.kind !== 'linked' && state.kind !== 'failed') return undefined
  if (state.ticketId !== ticket.ticketId) return undefined
  if (!matchesDigest(ticket.secret, await tx.secret(stream, ticket.ticketId))) return undefined
  return state.kind === 'failed' ? failedAnswer(state) : linkedAnswer(tx, stream, state, withTokens)
}

function failedAnswer({ request, answer }: Failed): WaitingAnswer {
  return { request, answer: async () => errorParameters(answer) }
}

async function linkedAnswer(
  tx: Transaction,
  stream: Stream,
  { request, linkedAt }: Linked,
  withTokens: AnswerWithTokens,
): Promise<WaitingAnswer | undefined> {
  if (isOver(linkedAt, codeLifetime, tx.now)) return undefined
  return { request, answer: await completeRequest(tx, stream, withTokens) }
}

/** Returns the stream that a ticket names; undefined if the text is none. */
export function ticketRef(text: string): Omit<StreamRef, 'instanceId'> | undefined {
  const ticket = ticketText.parse(text)
  return ticket && { type: 'auth_request', id: authRequestId(ticket.requestNumber) }
}
