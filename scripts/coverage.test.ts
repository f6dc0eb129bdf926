import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { coverageProblems, exampleProblems, readCalls } from './coverage.ts'

const getMyInstance = 'zitadel.admin.v1.AdminService/GetMyInstance'
const healthz = 'zitadel.admin.v1.AdminService/Healthz'
const addOIDCSettings = 'zitadel.admin.v1.AdminService/AddOIDCSettings'

test.each([
  ['called with success and refused', getMyInstance, ['ok', 'permission_denied'], []],
  ['never called', getMyInstance, [], ['no test calls it with success', 'no test sees it refused']],
  ['only refused', getMyInstance, ['unauthenticated'], ['no test calls it with success']],
  ['never refused', getMyInstance, ['ok'], ['no test sees it refused']],
  ['a fault is no refusal', getMyInstance, ['ok', 'internal'], ['no test sees it refused']],
  ['a health check has nothing to refuse', healthz, ['ok'], []],
  ['known to be without success', addOIDCSettings, ['already_exists'], []],
  [
    'no longer without success',
    addOIDCSettings,
    ['ok', 'already_exists'],
    ['succeeds now; remove its exception'],
  ],
])('%s', (_, name, outcomes, problems) => {
  expect(coverageProblems([name], new Map([[name, new Set(outcomes)]]))).toEqual(
    problems.map((problem) => `${name}: ${problem}`),
  )
})

test('every method with a handler has an example without secrets', () => {
  const example = { request: {}, reply: { id: '100000000000000001' } }
  expect(
    exampleProblems([getMyInstance], { 'zitadel.admin.v1.AdminService.GetMyInstance': example }),
  ).toEqual([])
  expect(exampleProblems([getMyInstance, addOIDCSettings], {})).toEqual([
    `${getMyInstance}: has no example; run npm run examples`,
  ])
  const leaked = { request: {}, reply: { note: 'slp_pat_100000000000000001_4Goku4Hsz' } }
  expect(exampleProblems([], { 'a.B.C': leaked })).toEqual([
    'a.B.C: an example of no handler',
    'a.B.C: an example with a text like a secret',
  ])
})

test('the recordings of all workers count together', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-calls-'))
  try {
    writeFileSync(path.join(folder, '1'), 'a.B/C ok\na.B/D not_found\n')
    writeFileSync(path.join(folder, '2'), 'a.B/C not_found\n')
    const calls = readCalls(folder)
    expect(calls.get('a.B/C')).toEqual(new Set(['ok', 'not_found']))
    expect(calls.get('a.B/D')).toEqual(new Set(['not_found']))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
