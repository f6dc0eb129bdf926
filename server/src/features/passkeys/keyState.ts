import type { EventOf } from '../../kernel/events.ts'
import type { Facet, IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import { addressLost, emailChanged, userRemoved } from '../users/index.ts'
import { type BegunRegistration, keyEvents, type VerifiedKey } from './events.ts'
import type { KeyKind } from './keyKind.ts'

type Common = {
  readonly tokenId: string
  /** The relying party id that it is bound to, also where none was named. */
  readonly rpId: string
  /** The only origin accepted for the registration; null accepts any of the relying party's. */
  readonly origin: string | null
  readonly addedAt: string
}

/** A begun registration. Only the newest can be finished; older ones are listed until they are removed. */
export type PendingKey = Common & {
  readonly kind: 'pending'
  readonly challenge: string
  readonly expiresAt: string
  /** True once a response to it was refused, or the e-mail address changed. */
  readonly failed?: true
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

/** The number of begun registrations that are kept; the newest replaces the oldest. */
const maxPending = 10

/** The registration that can be finished: the newest one, until a response to it is refused or it expires. */
export function pendingKey(keys: KeysState, now: Date): PendingKey | undefined {
  const newest = keys.findLast((key) => key.kind === 'pending')
  return newest && !newest.failed && new Date(newest.expiresAt) > now ? newest : undefined
}

/** The registered keys, oldest first. */
export function readyKeys(keys: KeysState): readonly ReadyKey[] {
  return keys.filter((key) => key.kind === 'ready')
}

function keysFacet<Kind extends KeyKind>(kind: Kind) {
  const { added, verified, registrationFailed, removed, renamed, signCountChanged, checkFailed } =
    keyEvents[kind]
  const heard = [...addressLost.email, userRemoved] as const
  type Heard = EventOf<(typeof keyEvents)[KeyKind] | typeof heard>
  const facet: Facet<KeysState, Heard> = {
    name: kind,
    // 2: a change of the e-mail address ends begun registrations, as a code of the former one may have begun them.
    revision: 2,
    streams: ['user'],
    events: [added, verified, registrationFailed, removed, renamed, signCountChanged, checkFailed],
    hears: heard,
    initial: [],
    evolve(state, event) {
      switch (event.type) {
        case userRemoved.type:
          return state.length === 0 ? state : []
        case emailChanged.type:
          return withFailed(state, () => true)
        case keyEvents.u2f.added.type:
        case keyEvents.passkey.added.type:
          return withPending(state, event.payload, event.createdAt)
        case keyEvents.u2f.verified.type:
        case keyEvents.passkey.verified.type:
          return withVerified(state, event.payload)
        case keyEvents.u2f.registrationFailed.type:
        case keyEvents.passkey.registrationFailed.type:
          return withFailed(state, ({ tokenId }) => tokenId === event.payload.tokenId)
        case keyEvents.u2f.removed.type:
        case keyEvents.passkey.removed.type:
          return state.filter(({ tokenId }) => tokenId !== event.payload.tokenId)
        case keyEvents.u2f.renamed.type:
        case keyEvents.passkey.renamed.type: {
          const { tokenId, name } = event.payload
          return state.map((key) =>
            key.kind === 'ready' && key.tokenId === tokenId ? { ...key, name } : key,
          )
        }
        case keyEvents.u2f.signCountChanged.type:
        case keyEvents.passkey.signCountChanged.type: {
          const { tokenId, signCount, backedUp } = event.payload
          return state.map((key) =>
            key.kind === 'ready' && key.tokenId === tokenId ? { ...key, signCount, backedUp } : key,
          )
        }
        case keyEvents.u2f.checkFailed.type:
        case keyEvents.passkey.checkFailed.type:
          return state
      }
    },
    rows: (state, stream) => rows(kind, state, stream),
  }
  return facet
}

function withPending(state: KeysState, payload: BegunRegistration, addedAt: string): KeysState {
  const pending = state.filter((key) => key.kind === 'pending')
  const tooMany = new Set(pending.slice(0, Math.max(0, pending.length - maxPending + 1)))
  const kept = state.filter((key) => key.kind === 'ready' || !tooMany.has(key))
  return [...kept, { kind: 'pending', ...payload, addedAt }]
}

/** Marks begun registrations as ones that cannot be finished. */
function withFailed(state: KeysState, fails: (key: PendingKey) => boolean): KeysState {
  if (!state.some((key) => key.kind === 'pending')) return state
  return state.map((key) => (key.kind === 'pending' && fails(key) ? { ...key, failed: true } : key))
}

function withVerified(state: KeysState, payload: VerifiedKey): KeysState {
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
      // Registrations by v1 name no relying party; lists by domain depend on this.
      rp_id: key.origin === null ? key.rpId : null,
      added_at: key.addedAt,
      credential_id: key.kind === 'ready' ? key.credentialId : null,
    })),
  }
}

/** The keys of a person by kind: passkeys log in by themselves, the others are second factors. */
export const keyFacets = { u2f: keysFacet('u2f'), passkey: keysFacet('passkey') }
