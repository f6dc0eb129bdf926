import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  type SigningAlgorithm,
  type WebKeyEvent,
  webKeyActivated,
  webKeyAdded,
  webKeyDeactivated,
  webKeyRemoved,
} from './events.ts'
import { webKeyRows } from './rows.ts'

/** A key that signs tokens while it is active and verifies them until it is removed. */
export type WebKey = {
  readonly keyId: string
  readonly alg: SigningAlgorithm
  readonly publicJwk: { readonly [member: string]: string }
  readonly state: 'initial' | 'active' | 'inactive'
  readonly createdAt: string
  /** When it was added, activated or deactivated, whichever came last. */
  readonly changedAt: string
  readonly sequence: number
}

/** The keys of an instance, oldest first; at most one is active. */
export type WebKeysState = readonly WebKey[]

/** The signing keys of an instance; their private halves are secrets of its stream. */
export const webKeysFacet: Facet<WebKeysState, WebKeyEvent> = {
  name: 'webKeys',
  streams: ['instance'],
  events: [webKeyAdded, webKeyActivated, webKeyDeactivated, webKeyRemoved],
  initial: [],
  evolve,
  rows: webKeyRows,
  secrets: (keys) => keys.map(({ keyId }) => keyId),
}

function evolve(keys: WebKeysState, event: Recorded<WebKeyEvent>): WebKeysState {
  const { createdAt, sequence } = event
  switch (event.type) {
    case webKeyAdded.type:
      return [...keys, { ...event.payload, state: 'initial', createdAt, changedAt: createdAt, sequence }]
    case webKeyActivated.type:
      return changed(keys, event, 'active')
    case webKeyDeactivated.type:
      return changed(keys, event, 'inactive')
    case webKeyRemoved.type:
      return keys.filter(({ keyId }) => keyId !== event.payload.keyId)
  }
}

function changed(
  keys: WebKeysState,
  { payload, createdAt, sequence }: Recorded<WebKeyEvent>,
  state: WebKey['state'],
): WebKeysState {
  return keys.map((key) =>
    key.keyId === payload.keyId ? { ...key, state, changedAt: createdAt, sequence } : key,
  )
}
