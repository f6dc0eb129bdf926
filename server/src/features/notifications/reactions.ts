import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { Recorded } from '../../kernel/facet.ts'
import { type Human, userFacet } from '../users/index.ts'
import { codeRequest, sendNotice, sendUserCode } from './jobs.ts'
import { codeMessageOf, noticeEvents, noticeOf, userCodeEvents } from './messages.ts'
import { committedEmail, hasProvider } from './queries.ts'

const requestsCode: Reaction = {
  on: userCodeEvents,
  async react(tx, user, event) {
    const message = codeMessageOf(event.type)
    if (message === undefined || event.payload['returned'] === true) return
    if (!(await hasProvider(tx, message.channel(event.payload)))) return
    tx.enqueue(sendUserCode({ userId: user.id, event: event.type, ...codeRequest.parse(event.payload) }))
  },
}

const tellsPerson: Reaction = {
  on: noticeEvents,
  async react(tx, user, event) {
    const human = user.state(userFacet)
    // What a person was created with is no news.
    if (noticeOf(event.type) === undefined || human.kind !== 'human' || human.createdAt === event.createdAt)
      return
    const addresses = await addressesFor(tx, user, human, event)
    if (addresses.length === 0 || !(await hasProvider(tx, 'email'))) return
    for (const address of addresses) {
      tx.enqueue(sendNotice({ userId: user.id, event: event.type, sequence: event.sequence, address }))
    }
  },
}

/**
 * Verified addresses only. After a change: the old one, because it may be a thief's work, and the new one unless a code
 * is on its way there anyway.
 */
async function addressesFor(
  tx: Transaction,
  user: Stream,
  human: Human,
  event: Recorded,
): Promise<readonly string[]> {
  const current = human.email.verified ? [human.email.address] : []
  if (event.type !== 'user.human.email.changed') return current
  const before = await committedEmail(tx, tx.instanceId, user.id)
  return before?.email_verified ? [...new Set([before.email, ...current])] : current
}

/** Messages leave with the transaction that asks for them, or not at all; without an active provider none is asked for. */
export const notificationReactions: readonly Reaction[] = [requestsCode, tellsPerson]
