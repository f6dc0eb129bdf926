import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { fold as foldEvents } from '../../testing/fold.ts'
import { emailChanged, phoneChanged } from '../users/index.ts'
import { registrationCodesFacet } from './codeState.ts'
import { codeAdded, codeFailed, codeRequested, codeSent, codeSucceeded, keyEvents } from './events.ts'
import { type KeyKind, keyKinds } from './keyKind.ts'
import { keyFacets, pendingKey, readyKeys } from './keyState.ts'

const createdAt = '2026-11-21T12:00:00.000Z'
const now = new Date(createdAt)
const later = '2026-11-21T12:10:00.000Z'
const stream = {
  instanceId: 'i1',
  type: 'user',
  id: 'u1',
  owner: 'o1',
  sequence: 1,
  createdAt,
  changedAt: createdAt,
}

const added = (kind: KeyKind, tokenId: string, expiresAt = later) =>
  keyEvents[kind].added({ tokenId, challenge: 'ch', rpId: 'example.com', origin: null, expiresAt })
const verified = (kind: KeyKind, tokenId: string) =>
  keyEvents[kind].verified({
    tokenId,
    name: 'my key',
    credentialId: `cred-${tokenId}`,
    publicKey: 'key',
    signCount: 1,
    aaguid: '00000000-0000-0000-0000-000000000000',
    backupEligible: true,
    backedUp: false,
    userVerified: true,
    transports: ['usb'],
    attestationFormat: 'none',
  })
const removed = (kind: KeyKind, tokenId: string) => keyEvents[kind].removed({ tokenId })
const userRemoved: EventBody = { type: 'user.removed', payload: {} }

const fold = (kind: KeyKind, ...events: readonly EventBody[]) => foldEvents(keyFacets[kind], events)

describe.each(keyKinds)('%s keys', (kind) => {
  test("a registration becomes a key with the authenticator's data", () => {
    const keys = fold(kind, added(kind, 't1'), verified(kind, 't1'))
    expect(readyKeys(keys)).toMatchObject([
      {
        tokenId: 't1',
        rpId: 'example.com',
        signCount: 1,
        backupEligible: true,
        backedUp: false,
        transports: ['usb'],
      },
    ])
    expect(pendingKey(keys, now)).toBeUndefined()
  })

  test('only the newest registration is pending, until it expires; older ones stay listed', () => {
    const keys = fold(kind, added(kind, 't1'), added(kind, 't2'))
    expect(pendingKey(keys, now)?.tokenId).toBe('t2')
    expect(pendingKey(keys, new Date(later))).toBeUndefined()
    expect(keyFacets[kind].rows?.(keys, stream)['user_webauthn']).toMatchObject([
      { factor_id: 't1', state: 'not_ready', kind },
      { factor_id: 't2', state: 'not_ready', kind },
    ])
  })

  test('begun registrations do not pile up, and registered keys are never pushed out', () => {
    const many = Array.from({ length: 30 }, (_, index) => added(kind, `p${index}`))
    const keys = fold(kind, added(kind, 't1'), verified(kind, 't1'), ...many)
    expect(keys).toHaveLength(11)
    expect(readyKeys(keys)).toHaveLength(1)
    expect(pendingKey(keys, now)?.tokenId).toBe('p29')
  })

  test('the counter moves for its key alone', () => {
    const moved = keyEvents[kind].signCountChanged({ tokenId: 't2', signCount: 9, backedUp: true })
    const both = [added(kind, 't1'), verified(kind, 't1'), added(kind, 't2'), verified(kind, 't2')]
    expect(readyKeys(fold(kind, ...both, moved))).toMatchObject([
      { signCount: 1, backedUp: false },
      { signCount: 9, backedUp: true },
    ])
  })

  test('rows name the relying party only where one was named', () => {
    const v1 = keyEvents[kind].added({
      tokenId: 't1',
      challenge: 'ch',
      rpId: 'example.com',
      origin: 'https://example.com',
      expiresAt: later,
    })
    const rowOf = (...events: EventBody[]) => keyFacets[kind].rows?.(fold(kind, ...events), stream)
    expect(rowOf(v1)?.['user_webauthn']).toMatchObject([{ rp_id: null, credential_id: null }])
    expect(rowOf(added(kind, 't1'), verified(kind, 't1'))?.['user_webauthn']).toMatchObject([
      { rp_id: 'example.com', credential_id: 'cred-t1', state: 'ready', name: 'my key' },
    ])
  })

  test('any log folds, and nothing is left after the user', () => {
    const ids = fc.constantFrom('a', 'b', 'c')
    const event = fc.oneof(
      ...keyKinds.flatMap((one) => [
        ids.map((id) => added(one, id)),
        ids.map((id) => verified(one, id)),
        ids.map((id) => removed(one, id)),
      ]),
      fc.constant<EventBody>({ type: 'user.locked', payload: {} }),
    )
    fc.assert(
      fc.property(fc.array<EventBody>(event), (events) => {
        const keys = fold(kind, ...events)
        expect(keys.filter((key) => key.kind === 'pending').length).toBeLessThanOrEqual(10)
        expect(fold(kind, ...events, userRemoved)).toEqual(keyFacets[kind].initial)
      }),
    )
  })
})

describe('registration codes', () => {
  const code = { codeId: 'c1', secretId: 's1', expiresAt: later }
  const failed = codeFailed({ codeId: 'c1' })
  const of = (...events: readonly EventBody[]) => foldEvents(registrationCodesFacet, events)
  const issued = codeAdded(code)

  test('added ones are active at once, requested ones when sent', () => {
    const requested = codeRequested({ ...code, codeId: 'c2' })
    const sent = codeSent({ codeId: 'c2' })
    expect(of(issued, requested).map(({ active }) => active)).toEqual([true, false])
    expect(of(issued, requested, sent).map(({ active }) => active)).toEqual([true, true])
  })

  test('the third failure, a success, and the next code after expiry take a code and its secret away', () => {
    expect(of(issued, failed, failed)).toMatchObject([{ failures: 2 }])
    expect(of(issued, failed, failed, failed)).toEqual([])
    expect(of(issued, codeSucceeded({ codeId: 'c1' }))).toEqual([])
    const old = codeAdded({ ...code, expiresAt: '2026-11-21T00:00:00.000Z' })
    const next = codeAdded({ ...code, codeId: 'c2', secretId: 's2' })
    expect(registrationCodesFacet.secrets?.(of(old, next))).toEqual(['s2'])
    expect(registrationCodesFacet.secrets?.(of(issued, next, userRemoved))).toEqual([])
  })

  test('another e-mail address takes every code and its secret, sent or not, and no other change does', () => {
    const requested = codeRequested({ ...code, codeId: 'c2', secretId: 's2' })
    const moved = emailChanged({ email: 'a@b.example' })
    expect(of(issued, requested, moved)).toEqual([])
    expect(of(issued, requested, moved, codeSent({ codeId: 'c2' }))).toEqual([])
    expect(of(issued, requested, phoneChanged({ phone: '+49301' }))).toHaveLength(2)
  })

  test('a failure without a known code counts for none', () => {
    expect(of(issued, codeFailed({}))).toMatchObject([{ failures: 0 }])
  })
})
