import type { Facet, Recorded } from '../../kernel/facet.ts'
import { domainClaimedSent } from './events.ts'
import { codeMessageOf, sentCodes } from './messages.ts'

/** Which codes still have to be delivered, and whether the person may get messages at all. */
export type DeliveryState = {
  /** The secret of the code to deliver, by `pendingKey`. */
  readonly pending: { readonly [key: string]: string }
  /** True while an administrator's lock holds; automatic locks keep nobody from getting a message. */
  readonly barred: boolean
}

const initial: DeliveryState = { pending: {}, barred: false }

/** What a user or a session still has to be sent: the mark that makes a retried job send nothing twice. */
export const deliveryFacet: Facet<DeliveryState> = {
  name: 'deliveries',
  streams: ['user', 'session'],
  events: { [domainClaimedSent.type]: domainClaimedSent.payload },
  initial,
  evolve,
}

function evolve(state: DeliveryState, event: Recorded): DeliveryState {
  switch (event.type) {
    case 'user.human.added':
    case 'user.removed':
    case 'session.terminated':
      return initial
    case 'user.locked':
      return { ...state, barred: event.payload['automatic'] !== true }
    case 'user.unlocked':
    case 'user.reactivated':
      return state.barred ? { ...state, barred: false } : state
  }
  const message = codeMessageOf(event.type)
  if (message !== undefined) return requested(state, pendingKey(message.sent, event.payload['codeId']), event)
  const key = pendingKey(event.type, event.payload['codeId'])
  if (!sentCodes.has(event.type) || state.pending[key] === undefined) return state
  const { [key]: _, ...pending } = state.pending
  return { ...state, pending }
}

/** Under what a code waits to be delivered: several of a kind wait beside each other where each has an id of its own. */
export function pendingKey(sentEvent: string, codeId: unknown): string {
  return typeof codeId === 'string' ? `${sentEvent}:${codeId}` : sentEvent
}

function requested(state: DeliveryState, key: string, event: Recorded): DeliveryState {
  const { [key]: _, ...others } = state.pending
  const secretId = event.payload['secretId']
  if (event.payload['returned'] === true || typeof secretId !== 'string') return { ...state, pending: others }
  return { ...state, pending: { ...others, [key]: secretId } }
}
