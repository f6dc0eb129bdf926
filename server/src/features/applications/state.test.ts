import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { fold } from '../../testing/fold.ts'
import { defaultOidcConfig } from './config.ts'
import { apiEvents, appEvents, keyEvents, oidcEvents, samlEvents } from './events.ts'
import { type ApplicationsState, applicationsFacet } from './state.ts'

const stream = {
  instanceId: 'i1',
  type: 'project',
  id: 'p1',
  owner: 'o1',
  sequence: 9,
  createdAt: '2026-11-21T00:00:00.000Z',
  changedAt: '2026-11-21T00:00:01.000Z',
}
const of = (given: readonly EventBody[], from?: ApplicationsState) => fold(applicationsFacet, given, from)
const oidc = (appId: string, secretId: string | null = null) => [
  appEvents.added({ appId, name: appId }),
  oidcEvents.added({ appId, clientId: `c-${appId}`, secretId, config: defaultOidcConfig }),
]
const key = (appId: string, keyId: string) =>
  keyEvents.added({ appId, keyId, expiresAt: stream.createdAt, publicKey: 'PEM' })

test('a client has one row, one secret and a row for each key', () => {
  const state = of([...oidc('a', 's1'), key('a', 'k1'), key('a', 'k2')])
  expect(applicationsFacet.secrets?.(state)).toEqual(['s1'])
  expect(applicationsFacet.rows?.(state, stream)).toMatchObject({
    applications: [
      { app_id: 'a', project_id: 'p1', org_id: 'o1', client_id: 'c-a', kind: 'oidc', state: 'active' },
    ],
    app_keys: [
      { key_id: 'k1', client_id: 'c-a' },
      { key_id: 'k2', client_id: 'c-a' },
    ],
  })
})

test('a new secret replaces the former, and an authentication without secret ends it', () => {
  const state = of([...oidc('a', 's1'), oidcEvents.secretChanged({ appId: 'a', secretId: 's2' })])
  expect(applicationsFacet.secrets?.(state)).toEqual(['s2'])
  const post = of([oidcEvents.changed({ appId: 'a', changes: { authMethod: 'post' } })], state)
  expect(applicationsFacet.secrets?.(post)).toEqual(['s2'])
  const metadata = {
    token_endpoint_auth_method: 'tls_client_auth' as const,
    tls_client_auth_san_dns: 'a.example.com',
  }
  for (const changes of [{ authMethod: 'none' as const }, { metadata }]) {
    const without = of([oidcEvents.changed({ appId: 'a', changes })], post)
    expect(applicationsFacet.secrets?.(without)).toEqual([])
    const back = of(
      [oidcEvents.changed({ appId: 'a', changes: { authMethod: 'basic', metadata: {} } })],
      without,
    )
    expect(applicationsFacet.secrets?.(back)).toEqual([])
  }
})

const anyId = fc.constantFrom('a', 'b', '__proto__', 'constructor')
const anyEvent = anyId.chain((appId) =>
  fc.constantFrom<EventBody>(
    ...oidc(appId, `s-${appId}`),
    apiEvents.added({
      appId,
      clientId: appId,
      secretId: null,
      config: { authMethod: 'basic', metadata: {} },
    }),
    samlEvents.added({ appId, config: { metadata: { kind: 'url', url: 'https://a' }, loginVersion: null } }),
    samlEvents.changed({ appId, changes: { loginVersion: { kind: 'v1' } } }),
    oidcEvents.changed({ appId, changes: { authMethod: 'none' } }),
    oidcEvents.secretChanged({ appId, secretId: `t-${appId}` }),
    appEvents.changed({ appId, name: 'other' }),
    appEvents.deactivated({ appId }),
    appEvents.reactivated({ appId }),
    appEvents.removed({ appId }),
    key(appId, 'k1'),
    keyEvents.removed({ appId, keyId: 'k1' }),
  ),
)

test('any history folds; removed apps and projects leave nothing', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), anyId, (history, appId) => {
      const state = of(history)
      const without = of([appEvents.removed({ appId })], state)
      expect(Object.hasOwn(without, appId)).toBe(false)
      expect(Object.keys(without)).toEqual(Object.keys(state).filter((id) => id !== appId))
      const removed = of([{ type: 'project.removed', payload: {} }], state)
      expect(removed).toEqual({})
      expect(applicationsFacet.secrets?.(removed)).toEqual([])
    }),
  )
})
