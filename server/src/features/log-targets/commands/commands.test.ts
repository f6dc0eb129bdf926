import { describe, expect, test } from 'vitest'
import type { LogTarget } from '../state.ts'
import { addTarget } from './addTarget.ts'
import { pauseTarget, removeTarget, replaceSigningKey, resumeTarget } from './changeState.ts'
import { changeTarget } from './changeTarget.ts'
import { checkCredential, checkUrl } from './checkTarget.ts'

const settings = {
  name: 'SIEM',
  url: 'https://siem.example/in',
  format: 'jsonl' as const,
  types: [],
  streamTypes: [],
}
const target: LogTarget = {
  ...settings,
  start: 'now',
  active: true,
  signingKeyId: 'k1',
  credential: { header: 'authorization', secretId: 's1' },
  createdAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-01T00:00:00.000Z',
  sequence: 4,
}
const codeOf = (outcome: unknown) => (outcome as { code?: string } | undefined)?.code ?? outcome
const typesOf = (outcome: unknown) => (outcome as readonly { type: string }[]).map(({ type }) => type)

describe('an address', () => {
  test.each([
    'https://siem.example/in?source=idp',
    'https://10.0.0.1:8443/',
    'http://localhost:4000/',
    'http://127.0.0.1/',
    'http://[::1]:9/',
  ])('%s is accepted', (url) => expect(checkUrl(url)).toBeUndefined())

  test.each([
    '',
    'siem.example',
    'ftp://siem.example/',
    'http://siem.example/',
    'http://127.0.0.1.example/',
    'http://localhost.example/',
    'https://user:pw@siem.example/',
    'https://siem.example/#part',
    'https://siem.example/#',
    'https://siem.example\\@10.0.0.1/',
    'https://siem.example/in\n',
    ' https://siem.example/',
    'https://siem.example/a b',
  ])('%j is refused', (url) => expect(codeOf(checkUrl(url))).toBe('log_target.url_invalid'))
})

test.each([
  ['authorization', 'Bearer abc', undefined],
  ['x-api-key', 'k', undefined],
  ['host', 'evil', 'log_target.credential_header_invalid'],
  ['content-length', '5', 'log_target.credential_header_invalid'],
  ['zitadel-signature', 't=1', 'log_target.credential_header_invalid'],
  ['x y', 'k', 'log_target.credential_header_invalid'],
  ['', 'k', 'log_target.credential_header_invalid'],
  ['authorization', '', 'log_target.credential_value_invalid'],
  ['authorization', ' ', 'log_target.credential_value_invalid'],
  ['authorization', 'a\r\nx: y', 'log_target.credential_value_invalid'],
  ['authorization', 'schlüssel', 'log_target.credential_value_invalid'],
])('the credential %j: %j gives %s', (header, value, code) => {
  expect(codeOf(checkCredential({ header, value }))).toBe(code)
})

test('an instance has at most ten targets', () => {
  const added = { id: 't', ...settings, start: 'now' as const, signingKeyId: 'k' }
  const nine = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`t${at}`, target]))
  expect(typesOf(addTarget(nine, added))).toEqual(['instance.log_target.added'])
  expect(codeOf(addTarget({ ...nine, ten: target }, added))).toBe('log_target.too_many')
})

describe('a change', () => {
  const change = (given: Partial<Parameters<typeof changeTarget>[1]>) =>
    changeTarget({ t1: target }, { id: 't1', settings, credential: undefined, ...given })

  test('writes only what differs', () => {
    expect(change({})).toEqual([])
    expect(typesOf(change({ settings: { ...settings, types: ['user.human.added'] } }))).toEqual([
      'instance.log_target.changed',
    ])
    expect(typesOf(change({ credential: { header: 'x-api-key', secretId: 's2' } }))).toEqual([
      'instance.log_target.credential.changed',
    ])
    expect(typesOf(change({ credential: null }))).toEqual(['instance.log_target.credential.removed'])
    expect(codeOf(change({ id: 't2' }))).toBe('log_target.not_found')
  })

  test('takes a stored credential to no other host', () => {
    const elsewhere = { ...settings, url: 'https://other.example/in' }
    expect(codeOf(change({ settings: elsewhere }))).toBe('log_target.credential_missing')
    expect(typesOf(change({ settings: elsewhere, credential: null }))).toEqual([
      'instance.log_target.changed',
      'instance.log_target.credential.removed',
    ])
    expect(typesOf(change({ settings: { ...settings, url: 'https://siem.example/other' } }))).toEqual([
      'instance.log_target.changed',
    ])
  })
})

test('pausing and resuming twice write nothing; unknown targets are refused', () => {
  const paused = { ...target, active: false }
  expect(typesOf(pauseTarget({ t1: target }, 't1'))).toEqual(['instance.log_target.paused'])
  expect(pauseTarget({ t1: paused }, 't1')).toEqual([])
  expect(typesOf(resumeTarget({ t1: paused }, 't1'))).toEqual(['instance.log_target.resumed'])
  expect(resumeTarget({ t1: target }, 't1')).toEqual([])
  for (const decide of [pauseTarget, resumeTarget, removeTarget]) {
    for (const id of ['t1', 'constructor', '__proto__'])
      expect(codeOf(decide({}, id))).toBe('log_target.not_found')
  }
  expect(codeOf(replaceSigningKey({}, 'constructor', 'k'))).toBe('log_target.not_found')
  const change = { id: 'constructor', settings, credential: undefined }
  expect(codeOf(changeTarget({}, change))).toBe('log_target.not_found')
})
