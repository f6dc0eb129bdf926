import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { sessionTerminated } from '../sessions/index.ts'
import { humanAdded, userLocked, userReactivated, userRemoved, userUnlocked } from '../users/index.ts'
import { domainClaimedSent } from './events.ts'
import { type CodeEvent, codeMessageOf, codeMessages } from './messages.ts'

/** The codes of a user or session that are not delivered yet, and whether the person may receive messages. */
export type DeliveryState = {
  /** The secret of the code to deliver, by `pendingKey`. */
  readonly pending: { readonly [key: string]: string }
  /** True while an administrator's lock holds; automatic locks stop no message. */
  readonly barred: boolean
}

const initial: DeliveryState = { pending: {}, barred: false }

const lifecycle = [
  humanAdded,
  userRemoved,
  userLocked,
  userUnlocked,
  userReactivated,
  sessionTerminated,
] as const
type DeliveryEvent = CodeEvent | EventOf<typeof lifecycle> | EventOf<typeof domainClaimedSent>

/** The pending deliveries of a user or session; a retried job does not send a code that is no longer pending. */
export const deliveryFacet: Facet<DeliveryState, DeliveryEvent> = {
  name: 'deliveries',
  streams: ['user', 'session'],
  events: [domainClaimedSent],
  hears: [...lifecycle, ...codeMessages.flatMap(({ requested, sent }) => [requested, sent])],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case humanAdded.type:
      case userRemoved.type:
      case sessionTerminated.type:
        return initial
      case userLocked.type:
        return { ...state, barred: !event.payload.automatic }
      case userUnlocked.type:
      case userReactivated.type:
        return state.barred ? { ...state, barred: false } : state
      case domainClaimedSent.type:
        return state
      default:
        return codeChanged(state, event)
    }
  },
}

function codeChanged(state: DeliveryState, { type, payload }: Recorded<CodeEvent>): DeliveryState {
  const codeId = 'codeId' in payload ? payload.codeId : undefined
  const key = pendingKey(codeMessageOf(type)?.sent.type ?? type, codeId)
  const { [key]: before, ...others } = state.pending
  if ('secretId' in payload && !('returned' in payload && payload.returned))
    return { ...state, pending: { ...others, [key]: payload.secretId } }
  return before === undefined ? state : { ...state, pending: others }
}

/** The key of a code in `pending`: by its kind or, if codes of the kind have ids, also by its id. */
export function pendingKey(sentEvent: string, codeId: string | undefined): string {
  return codeId === undefined ? sentEvent : `${sentEvent}:${codeId}`
}
