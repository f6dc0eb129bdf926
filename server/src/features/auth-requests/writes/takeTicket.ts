import { matchesDigest } from '../../../access/tokenSecret.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { type OidcClient, readApplication } from '../../applications/index.ts'
import { type AnswerParameters, errorParameters } from '../answerUrl.ts'
import { receivingClient, refuseResponseType } from '../commands/meetClient.ts'
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
 * time. Undefined if the ticket is unknown, used or too old; a refusal if the client may not receive the answer any more.
 */
export async function takeTicket(
  tx: Transaction,
  text: string,
  withTokens: AnswerWithTokens,
): Promise<WaitingAnswer | Refusal | undefined> {
  const ticket = ticketText.parse(text)
  if (ticket === undefined) return undefined
  const stream = await tx.load({ type: 'auth_request', id: authRequestId(ticket.requestNumber) })
  const state = stream.state(authRequestFacet)
  if (state.kind !== 'linked' && state.kind !== 'failed') return undefined
  if (state.ticketId !== ticket.ticketId) return undefined
  const [digest, application] = await Promise.all([
    tx.secret(stream, ticket.ticketId),
    readApplication(tx, state.request),
  ])
  if (!matchesDigest(ticket.secret, digest)) return undefined
  const client = receivingClient(application.client, state.request)
  if (isRefusal(client)) return client
  return state.kind === 'failed' ? errorOf(state) : linkedAnswer({ tx, stream, withTokens, client }, state)
}

function errorOf({ request, answer }: Pick<Failed, 'request' | 'answer'>): WaitingAnswer {
  return { request, answer: async () => errorParameters(answer) }
}

interface Completing {
  readonly tx: Transaction
  readonly stream: Stream
  readonly withTokens: AnswerWithTokens
  readonly client: OidcClient
}

/** A client that may not have the response type any more receives an error, which does not use the ticket up. */
async function linkedAnswer(
  { tx, stream, withTokens, client }: Completing,
  { request, linkedAt }: Linked,
): Promise<WaitingAnswer | Refusal | undefined> {
  if (isOver(linkedAt, codeLifetime, tx.now)) return undefined
  const refused = refuseResponseType(client, request)
  if (refused) return errorOf({ request, answer: refused })
  return { request, answer: await completeRequest(tx, stream, withTokens, client) }
}

/** Returns the stream that a ticket names; undefined if the text is none. */
export function ticketRef(text: string): Omit<StreamRef, 'instanceId'> | undefined {
  const ticket = ticketText.parse(text)
  return ticket && { type: 'auth_request', id: authRequestId(ticket.requestNumber) }
}
