import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Facet } from '../../kernel/facet.ts'
import type { Json, JsonObject } from '../../kernel/json.ts'
import { fold as foldEvents } from '../../testing/fold.ts'
import { clientSecretFacet } from './clientSecretState.ts'
import { keysFacet } from './keyState.ts'
import { tokensFacet } from './tokenState.ts'

const at = '2026-11-21T00:00:00.000Z'
const later = '2026-11-21T00:00:01.000Z'
const stream = {
  instanceId: 'i1',
  type: 'user',
  id: 'u1',
  owner: 'o1',
  sequence: 9,
  createdAt: at,
  changedAt: later,
}

type Given = readonly [type: string, payload?: JsonObject]

function fold<State extends Json>(facet: Facet<State>, given: readonly Given[], from?: State): State {
  const events = given.map(([type, payload = {}]) => ({ type, payload }))
  return foldEvents(facet, events, from)
}

const token = (tokenId: string): Given => [
  'user.pat.added',
  { tokenId, expiresAt: later, scopes: ['openid'] },
]
const byAdministrator: Given = ['user.locked', { automatic: false, until: null }]
const byFailures: Given = ['user.locked', { automatic: true, until: later }]

test('a token is listed with its times and holds one digest', () => {
  const state = fold(tokensFacet, [token('t1')])
  expect(tokensFacet.secrets?.(state)).toEqual(['t1'])
  expect(tokensFacet.rows?.(state, stream)).toEqual({
    personal_access_tokens: [
      {
        instance_id: 'i1',
        token_id: 't1',
        user_id: 'u1',
        org_id: 'o1',
        scopes: ['openid'],
        expires_at: later,
        revoked: false,
        created_at: at,
        changed_at: at,
        sequence: 1,
      },
    ],
  })
})

test.each([
  ['locked by an administrator', byAdministrator],
  ['deactivated', ['user.deactivated'] as Given],
])('tokens of a user who is %s are revoked forever and still listed', (_, event) => {
  const state = fold(tokensFacet, [token('t1'), event, ['user.unlocked'], ['user.reactivated']])
  expect(state).toMatchObject([{ tokenId: 't1', revoked: true, changedAt: later, sequence: 2 }])
  expect(tokensFacet.secrets?.(state)).toEqual([])
  const next = fold(tokensFacet, [token('t2')], state)
  expect(tokensFacet.secrets?.(next)).toEqual(['t2'])
})

test('a lock after failed attempts revokes no token', () => {
  expect(fold(tokensFacet, [token('t1'), byFailures])).toMatchObject([{ revoked: false, sequence: 1 }])
})

test('removed tokens, keys and secrets leave nothing', () => {
  const tokens = fold(tokensFacet, [token('t1'), token('t2'), ['user.pat.removed', { tokenId: 't1' }]])
  expect(tokensFacet.secrets?.(tokens)).toEqual(['t2'])
  const key: Given = [
    'user.machine.key.added',
    { keyId: 'k1', type: 'json', expiresAt: later, publicKey: 'PEM' },
  ]
  expect(fold(keysFacet, [key])).toMatchObject([{ keyId: 'k1', createdAt: at, sequence: 1 }])
  expect(fold(keysFacet, [key, ['user.machine.key.removed', { keyId: 'k1' }]])).toEqual([])
})

test('a second client secret replaces the first', () => {
  const first: Given = ['user.machine.secret.set', { secretId: 's1' }]
  const second: Given = ['user.machine.secret.set', { secretId: 's2' }]
  expect(clientSecretFacet.secrets?.(fold(clientSecretFacet, [first, second]))).toEqual(['s2'])
  const removed = fold(clientSecretFacet, [first, ['user.machine.secret.removed']])
  expect(clientSecretFacet.secrets?.(removed)).toEqual([])
})

const anyEvent = fc.constantFrom<Given>(
  token('t1'),
  token('t2'),
  ['user.pat.removed', { tokenId: 't1' }],
  ['user.machine.key.added', { keyId: 'k1', type: 'json', expiresAt: later, publicKey: 'PEM' }],
  ['user.machine.key.removed', { keyId: 'k1' }],
  ['user.machine.secret.set', { secretId: 's1' }],
  ['user.machine.secret.removed'],
  byAdministrator,
  byFailures,
  ['user.unlocked'],
  ['user.deactivated'],
  ['user.something.else'],
)

test('any history folds, and a removed user leaves nothing', () => {
  const facets = [tokensFacet, keysFacet, clientSecretFacet] as readonly Facet<Json>[]
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (history) => {
      for (const facet of facets) {
        const removed = fold(facet, [['user.removed']], fold(facet, history))
        expect(removed).toEqual(facet.initial)
        expect(facet.secrets?.(removed) ?? []).toEqual([])
        expect(facet.rows?.(removed, stream) ?? {}).toEqual({})
      }
    }),
  )
})
