import { describe, expect, test } from 'vitest'
import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import { fold } from '../../../testing/fold.ts'
import { deliveryFacet } from '../deliveryState.ts'
import type { ProviderSettings } from '../events.ts'
import { providersFacet } from '../providerState.ts'
import { addProvider } from './addProvider.ts'
import { changeProvider } from './changeProvider.ts'
import { activateProvider, deactivateProvider, removeProvider } from './setActivity.ts'
import { setSecret } from './setSecret.ts'

const providersAfter = (...decisions: readonly Decision[]) =>
  fold(
    providersFacet,
    decisions.flatMap((decision) => accept<readonly EventBody[]>(decision)),
  )

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
const secrets = (...decisions: readonly Decision[]) => providersFacet.secrets?.(providersAfter(...decisions))

describe('given an SMTP server', () => {
  const state = providersAfter(added)

  test('it is inactive and its password is a secret', () => {
    expect(state.active.email).toBeNull()
    expect(secrets(added)).toEqual(['s1'])
  })
  test('the same settings are refused; a new password alone is one event', () => {
    expect(changeProvider(state, given)).toMatchObject({ code: 'notification.provider_unchanged' })
    expect(changeProvider(state, { ...given, secretId: 's2' })).toEqual([
      { type: 'instance.smtp.config.password.changed', payload: { id: 'p1', secretId: 's2' } },
    ])
  })
  test('a replaced password is deleted, as is that of a removed server', () => {
    expect(secrets(added, setSecret(state, 'email', 'p1', 's2'))).toEqual(['s2'])
    expect(
      secrets(added, activateProvider(state, 'email', 'p1'), removeProvider(state, 'email', 'p1')),
    ).toEqual([])
  })
  test('it is not found by another channel or kind', () => {
    const missing = { code: 'notification.provider_not_found' }
    expect(activateProvider(state, 'sms', 'p1')).toMatchObject(missing)
    expect(deactivateProvider(state, 'sms', 'p1')).toMatchObject(missing)
    expect(removeProvider(state, 'sms', 'p1')).toMatchObject(missing)
    expect(setSecret(state, 'sms', 'p1', 's')).toMatchObject(missing)
    const http = { kind: 'http', endpoint: 'https://x.example' } as const
    expect(changeProvider(state, { ...given, settings: http })).toMatchObject(missing)
  })
  test('activating a second one deactivates the first; removing the active one leaves none active', () => {
    const second = addProvider({ ...given, id: 'p2' })
    const both = providersAfter(added, second)
    const on = [activateProvider(both, 'email', 'p1'), activateProvider(both, 'email', 'p2')]
    const active = providersAfter(added, second, ...on)
    expect(active.active.email).toBe('p2')
    expect(deactivateProvider(active, 'email', 'p1')).toMatchObject({
      code: 'notification.provider_inactive',
    })
    expect(
      providersAfter(added, second, ...on, removeProvider(active, 'email', 'p2')).active.email,
    ).toBeNull()
  })
})

describe('deliveries', () => {
  const deliveriesAfter = (...events: readonly EventBody[]) => fold(deliveryFacet, events)
  const requested = (secretId: string, more: object = {}) => ({
    type: 'user.human.email.code.added',
    payload: { secretId, expiresAt: 'later', returned: false, ...more },
  })
  const sent = { type: 'user.human.email.code.sent', payload: {} }

  test('a code is pending until it is sent or replaced, unless it was returned', () => {
    const pending = (...events: readonly EventBody[]) => deliveriesAfter(...events).pending
    expect(pending(requested('a'))).toEqual({ 'user.human.email.code.sent': 'a' })
    expect(pending(requested('a'), requested('b'))).toEqual({ 'user.human.email.code.sent': 'b' })
    expect(pending(requested('a'), sent)).toEqual({})
    expect(pending(requested('a'), requested('b', { returned: true }))).toEqual({})
    expect(pending(requested('a'), { type: 'user.removed', payload: {} })).toEqual({})
  })
  test('codes with ids are pending side by side', () => {
    const passkey = 'user.human.passwordless.initialization.code'
    const state = deliveriesAfter(
      { type: `${passkey}.requested`, payload: { secretId: 'a', codeId: '1' } },
      { type: `${passkey}.requested`, payload: { secretId: 'b', codeId: '2' } },
      { type: `${passkey}.sent`, payload: { codeId: '1' } },
    )
    expect(state.pending).toEqual({ [`${passkey}.sent:2`]: 'b' })
  })
  test("an administrator's lock stops messages until it ends; an automatic one does not", () => {
    const lock = (automatic: boolean) => ({ type: 'user.locked', payload: { automatic, until: null } })
    expect(deliveriesAfter(lock(false)).barred).toBe(true)
    expect(deliveriesAfter(lock(true)).barred).toBe(false)
    expect(deliveriesAfter(lock(false), { type: 'user.unlocked', payload: {} }).barred).toBe(false)
  })
})
