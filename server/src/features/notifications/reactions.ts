import { z } from 'zod'
import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { Recorded } from '../../kernel/facet.ts'
import { emailChanged, type Human, userFacet, usernameChanged } from '../users/index.ts'
import { type Channel, channelEvents, channels } from './events.ts'
import { codeRequest, sendNotice, sendUserCode, sendWaiting } from './jobs.ts'
import { codeMessageOf, notices, sessionCodeMessages, userCodeMessages } from './messages.ts'
import { committedPerson, hasProvider } from './queries.ts'

const requestPayload = codeRequest.extend({ returned: z.boolean().optional() })

const sendsCodes: Reaction = {
  on: userCodeMessages.map(({ requested }) => requested),
  async react(tx, user, event) {
    const message = codeMessageOf(event.type)
    const { returned, ...request } = requestPayload.parse(event.payload)
    if (message === undefined || returned) return
    await warnWithoutProvider(tx, request.medium ?? message.channel)
    tx.enqueue(sendUserCode({ userId: user.id, event: event.type, ...request, language: tx.language }))
  },
}

/** The codes of sessions are enqueued by their own feature. */
const warnsOfSessionCodes: Reaction = {
  on: Object.values(sessionCodeMessages).map(({ requested }) => requested),
  async react(tx, _session, { type, payload }) {
    const message = codeMessageOf(type)
    if (message && payload['returned'] !== true) await warnWithoutProvider(tx, message.channel)
  },
}

/** Codes that waited for a provider of the channel are sent, provided that they are still valid. */
const sendsWaitingCodes: Reaction = {
  on: channels.map((channel) => channelEvents[channel].any.activated),
  async react(tx, _instance, { type }) {
    const channel = channels.find((one) => channelEvents[one].any.activated.type === type)
    if (channel) tx.enqueue(sendWaiting({ channel }))
  },
}

async function warnWithoutProvider(tx: Transaction, channel: Channel): Promise<void> {
  if (!(await hasProvider(tx, channel))) tx.warn(`no-${channel}-provider`)
}

const sendsNotices: Reaction = {
  on: notices.map(({ event }) => event),
  async react(tx, user, event) {
    const human = user.state(userFacet)
    // The initial password, address or factor of a new person is no change.
    if (human.kind !== 'human' || human.createdAt === event.createdAt) return
    if (!(await hasProvider(tx, 'email'))) return
    for (const address of await addressesFor(tx, user, human, event)) {
      tx.enqueue(sendNotice({ userId: user.id, event: event.type, sequence: event.sequence, address }))
    }
  },
}

/**
 * Returns verified addresses only. After a change of the address: the old one, because an attacker may have changed it,
 * and the new one if it is verified. A new one that is not verified receives a code anyway. None for a user name that stays: a
 * domain policy moves the names of all its users (`moveUsers`), which tells nobody of a change of their account.
 */
async function addressesFor(
  tx: Transaction,
  user: Stream,
  human: Human,
  { type }: Recorded,
): Promise<readonly string[]> {
  const current = human.email.verified ? [human.email.address] : []
  if (type === usernameChanged.type && current.length > 0) {
    const before = await committedPerson(tx, tx.instanceId, user.id)
    return before?.username === human.username ? [] : current
  }
  if (type !== emailChanged.type) return current
  const before = await committedPerson(tx, tx.instanceId, user.id)
  return before?.email_verified ? [...new Set([before.email, ...current])] : current
}

/** Enqueue messages in the transaction of their event. Without an active provider codes wait until they expire, notices are dropped. */
export const notificationReactions: readonly Reaction[] = [
  sendsCodes,
  warnsOfSessionCodes,
  sendsWaitingCodes,
  sendsNotices,
]
