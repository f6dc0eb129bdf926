import type { Facet, IndexRows, Recorded, StreamOrigin } from '../../kernel/facet.ts'
import { type KeyEvents, keyEventName, keyEventSchemas } from './events.ts'
import type { KeyKind } from './keyKind.ts'

type Common = {
  readonly tokenId: string
  /** The relying party id that it is bound to, also where none was named. */
  readonly rpId: string
  /** The only origin that may answer the registration; null for any origin of the relying party. */
  readonly origin: string | null
  readonly addedAt: string
}

/** A registration that was begun. Only the newest can be finished; older ones are listed until they are removed. */
export type PendingKey = Common & {
  readonly kind: 'pending'
  readonly challenge: string
  readonly expiresAt: string
}

/** A registered key. */
export type ReadyKey = Common & {
  readonly kind: 'ready'
  readonly name: string
  readonly credentialId: string
  readonly publicKey: string
  readonly signCount: number
  readonly aaguid: string
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly transports: readonly string[]
}

/** All keys of one kind that a person has, oldest first. */
export type KeysState = readonly (PendingKey | ReadyKey)[]

/** Begun registrations that are kept; the oldest beyond go. */
const maxPending = 10

/** The keys of a person that are second factors. */
export const u2fFacet = keysFacet('u2f')

/** The keys of a person that log in by themselves. */
export const passkeyFacet = keysFacet('passkey')

/** The facets by kind. */
export const keyFacets: Readonly<Record<KeyKind, Facet<KeysState>>> = { u2f: u2fFacet, passkey: passkeyFacet }

/** The registration that can be finished: the newest one, until it expires. */
export function pendingKey(keys: KeysState, now: Date): PendingKey | undefined {
  const newest = keys.findLast((key) => key.kind === 'pending')
  return newest && new Date(newest.expiresAt) > now ? newest : undefined
}

/** The registered keys, oldest first. */
export function readyKeys(keys: KeysState): readonly ReadyKey[] {
  return keys.filter((key) => key.kind === 'ready')
}

function keysFacet(kind: KeyKind): Facet<KeysState> {
  return {
    name: kind,
    streams: ['user'],
    events: keyEventSchemas(kind),
    initial: [],
    evolve: (state, event) => evolve(kind, state, event),
    rows: (state, stream) => rows(kind, state, stream),
  }
}

function evolve(kind: KeyKind, state: KeysState, event: Recorded): KeysState {
  if (event.type === 'user.removed') return state.length === 0 ? state : []
  switch (keyEventName(kind, event.type)) {
    case 'added':
      return added(state, event.payload as KeyEvents['added'], event.createdAt)
    case 'verified':
      return verified(state, event.payload as KeyEvents['verified'])
    case 'removed':
      return state.filter(({ tokenId }) => tokenId !== event.payload['tokenId'])
    case 'signcount.changed': {
      const { tokenId, signCount, backedUp } = event.payload as KeyEvents['signcount.changed']
      return state.map((key) =>
        key.kind === 'ready' && key.tokenId === tokenId ? { ...key, signCount, backedUp } : key,
      )
    }
    default:
      return state
  }
}

function added(state: KeysState, payload: KeyEvents['added'], addedAt: string): KeysState {
  const pending = state.filter((key) => key.kind === 'pending')
  const tooMany = new Set(pending.slice(0, Math.max(0, pending.length - maxPending + 1)))
  const kept = state.filter((key) => key.kind === 'ready' || !tooMany.has(key))
  return [...kept, { kind: 'pending', ...payload, addedAt }]
}

function verified(state: KeysState, payload: KeyEvents['verified']): KeysState {
  const { userVerified: _, attestationFormat: __, ...own } = payload
  return state.map((key) => {
    if (key.tokenId !== payload.tokenId || key.kind === 'ready') return key
    const { rpId, origin, addedAt } = key
    return { kind: 'ready', rpId, origin, addedAt, ...own }
  })
}

function rows(kind: KeyKind, state: KeysState, { instanceId, id, owner }: StreamOrigin): IndexRows {
  return {
    user_webauthn: state.map((key) => ({
      instance_id: instanceId,
      user_id: id,
      kind,
      factor_id: key.tokenId,
      org_id: owner,
      state: key.kind === 'ready' ? 'ready' : 'not_ready',
      name: key.kind === 'ready' ? key.name : '',
      // Registrations by v1 name no relying party, and lists by domain tell them apart.
      rp_id: key.origin === null ? key.rpId : null,
      added_at: key.addedAt,
      credential_id: key.kind === 'ready' ? key.credentialId : null,
    })),
  }
}
