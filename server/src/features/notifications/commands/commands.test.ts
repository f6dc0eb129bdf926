import { describe, expect, test } from 'vitest'
import { type EventBody, type Facet, ownedSchemas, type Recorded } from '../../../kernel/facet.ts'
import type { Json } from '../../../kernel/json.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { deliveryFacet } from '../deliveryState.ts'
import type { ProviderSettings } from '../events.ts'
import { providersFacet } from '../providerState.ts'
import { addProvider } from './addProvider.ts'
import { changeProvider } from './changeProvider.ts'
import { activateProvider, deactivateProvider, removeProvider } from './setActivity.ts'
import { setSecret } from './setSecret.ts'

/** The state after these decisions, as the log would fold them. */
function fold<State extends Json>(facet: Facet<State>, ...decisions: readonly unknown[]): State {
  const events = decisions.flatMap((decision) => {
    if (isRefusal(decision)) throw new Error(decision.code)
    return decision as EventBody | readonly EventBody[]
  })
  const recorded = events.map((event, index) => ({
    ...event,
    sequence: index + 1,
    createdAt: `t${index + 1}`,
    creator: 'c',
  }))
  for (const { type, payload } of recorded) ownedSchemas(facet)[type]?.parse(payload)
  return recorded.reduce<State>((state, event) => facet.evolve(state, event as Recorded), facet.initial)
}

const smtp: ProviderSettings = {
  kind: 'smtp',
  senderAddress: 'a@x.example',
  senderName: 'A',
  tls: true,
  host: 'smtp.x.example:587',
  user: 'u',
  replyToAddress: '',
}
const given = { id: 'p1', channel: 'email', description: 'd', settings: smtp } as const
const added = addProvider({ ...given, secretId: 's1' })
const secrets = (...decisions: readonly unknown[]) =>
  providersFacet.secrets?.(fold(providersFacet, ...decisions))

describe('given an SMTP server', () => {
  const state = fold(providersFacet, added)

  test('it is inactive, and its password is a secret', () => {
    expect(state.active.email).toBeNull()
    expect(secrets(added)).toEqual(['s1'])
  })
  test('the same settings are refused; a new password alone is one event', () => {
    expect(changeProvider(state, given)).toMatchObject({ code: 'notification.provider_unchanged' })
    expect(changeProvider(state, { ...given, secretId: 's2' })).toEqual([
      { type: 'instance.smtp.config.password.changed', payload: { id: 'p1', secretId: 's2' } },
    ])
  })
  test('a replaced password leaves no secret behind, nor does a removed server', () => {
    expect(secrets(added, setSecret(state, 'email', 'p1', 's2'))).toEqual(['s2'])
    expect(
      secrets(added, activateProvider(state, 'email', 'p1'), removeProvider(state, 'email', 'p1')),
    ).toEqual([])
  })
  test('another channel or kind does not find it', () => {
    const missing = { code: 'notification.provider_not_found' }
    expect(activateProvider(state, 'sms', 'p1')).toMatchObject(missing)
    expect(deactivateProvider(state, 'sms', 'p1')).toMatchObject(missing)
    expect(removeProvider(state, 'sms', 'p1')).toMatchObject(missing)
    expect(setSecret(state, 'sms', 'p1', 's')).toMatchObject(missing)
    const http = { kind: 'http', endpoint: 'https://x.example' } as const
    expect(changeProvider(state, { ...given, settings: http })).toMatchObject(missing)
  })
  test('activating a second one ends the first; removing the active one leaves none', () => {
    const second = addProvider({ ...given, id: 'p2' })
    const both = fold(providersFacet, added, second)
    const on = [activateProvider(both, 'email', 'p1'), activateProvider(both, 'email', 'p2')]
    const active = fold(providersFacet, added, second, ...on)
    expect(active.active.email).toBe('p2')
    expect(deactivateProvider(active, 'email', 'p1')).toMatchObject({
      code: 'notification.provider_inactive',
    })
    expect(
      fold(providersFacet, added, second, ...on, removeProvider(active, 'email', 'p2')).active.email,
    ).toBeNull()
  })
})

describe('deliveries', () => {
  const asked = (secretId: string, more: object = {}) => ({
    type: 'user.human.email.code.added',
    payload: { secretId, expiresAt: 'later', returned: false, ...more },
  })
  const sent = { type: 'user.human.email.code.sent', payload: {} }

  test('a code is pending until it was sent, replaced or returned', () => {
    const pending = (...events: readonly EventBody[]) => fold(deliveryFacet, ...events).pending
    expect(pending(asked('a'))).toEqual({ 'user.human.email.code.sent': 'a' })
    expect(pending(asked('a'), asked('b'))).toEqual({ 'user.human.email.code.sent': 'b' })
    expect(pending(asked('a'), sent)).toEqual({})
    expect(pending(asked('a'), asked('b', { returned: true }))).toEqual({})
    expect(pending(asked('a'), { type: 'user.removed', payload: {} })).toEqual({})
  })
  test('codes with ids of their own wait beside each other', () => {
    const passkey = 'user.human.passwordless.initialization.code'
    const state = fold(
      deliveryFacet,
      { type: `${passkey}.requested`, payload: { secretId: 'a', codeId: '1' } },
      { type: `${passkey}.requested`, payload: { secretId: 'b', codeId: '2' } },
      { type: `${passkey}.sent`, payload: { codeId: '1' } },
    )
    expect(state.pending).toEqual({ [`${passkey}.sent:2`]: 'b' })
  })
  test("an administrator's lock bars, an automatic one does not, an unlock ends it", () => {
    const lock = (automatic: boolean) => ({ type: 'user.locked', payload: { automatic, until: null } })
    expect(fold(deliveryFacet, lock(false)).barred).toBe(true)
    expect(fold(deliveryFacet, lock(true)).barred).toBe(false)
    expect(fold(deliveryFacet, lock(false), { type: 'user.unlocked', payload: {} }).barred).toBe(false)
  })
})
