import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { refuse } from '../../kernel/refusal.ts'
import { problemKeys } from './problemKeys.ts'
import { problemText } from './problemText.ts'
import { translate } from './translate.ts'

const t = translate('en')
const facts = { now: new Date('2026-11-30T06:00:00Z'), reference: 'req-7' }
const source = new URL('../../', import.meta.url).pathname

/** The features whose refusals the pages of the login and the account can show. */
const shown =
  'accounts auth-requests authorizations browsers device-authorizations login-flow one-time-codes passkeys passwords rate-limits recovery-codes second-factors sessions totp users'.split(
    ' ',
  )

/** Codes that only callers of the API can cause, or that are faults of the pages: they show the general text. */
const general =
  /^test\.|^authorizations\.not_found$|\.(metadata_\w+|.*_without_user|caller_not_a_user|user_agent_\w+|lifetime_negative|creator_empty|date_missing|name_reserved|refresh_token_not_found|id_\w+|already_exists|not_human|machine_\w+|type_missing|org_missing|query_too_deep|too_many_queries|idp_\w+|callback_missing|decision_missing|code_not_dry|verification_missing|hash_\w+|totp_secret_invalid|totp_needs_person|mfa_init_user_not_found|avatar_of_machine|phone_removal_verified|missing|not_lockable|not_locked|already_inactive|not_inactive|deactivate_initial|token_wrong|exists|too_many_named|recovery_codes_too_many|recovery_codes_import_\w+|user_missing|too_many|unchanged)$/

/** The codes of refusals in the files; codes of contact channels are written out. */
function codesIn(pattern: string): ReadonlySet<string> {
  const files = globSync(pattern, { cwd: source }).filter((file) => !file.includes('.test.'))
  return new Set(
    files
      .flatMap((file) => [
        ...readFileSync(`${source}/${file}`, 'utf8').matchAll(/refuse\(\s*['`]([^'`]+)['`]/g),
      ])
      .flatMap(([, code = '']) =>
        ['email', 'phone'].map((channel) => code.replace(/\$\{channel\}/, channel)),
      ),
  )
}

// A new refusal belongs into problemKeys, or into `general` if only callers of the API cause it.
test('every refusal that a person can cause has a text', () => {
  const codes = codesIn(`{features/{${shown.join(',')}}/**/*,http/endpoints,access/freshProof}.ts`)
  expect(codes.size).toBeGreaterThan(150)
  expect([...codes].filter((code) => !(code in problemKeys) && !general.test(code))).toEqual([])
})

test('a text belongs to a refusal that exists', () => {
  const codes = codesIn('{features,access,http,contract,database,web}/**/*.ts')
  expect(Object.keys(problemKeys).filter((code) => !codes.has(code))).toEqual([])
})

test('a wrong password says how many attempts are left, the last one that the account is locked', () => {
  const wrong = (failed?: number) => refuse('password.wrong', 'invalid_argument', 'x', failed)
  const until = new Date('2026-11-30T06:13:30Z')
  expect([
    problemText(t, wrong(2), { ...facts, maxAttempts: 3 }),
    problemText(t, wrong(3), { ...facts, maxAttempts: 3, until }),
    problemText(t, wrong(3), { ...facts, maxAttempts: 3 }),
    problemText(t, wrong(2), facts),
    problemText(t, wrong(), { ...facts, maxAttempts: 3 }),
  ]).toEqual([
    'The password is wrong. 1 attempt is left before the account is locked.',
    'This account is locked after too many failed attempts. Try again in 14 minutes.',
    'This account is locked. Ask an administrator to unlock it.',
    'The password is wrong. Check it and try again.',
    'The password is wrong. Check it and try again.',
  ])
})

test('another refusal shows the reference and never its own message', () => {
  const other = (
    kind: 'internal' | 'unavailable' | 'permission_denied' | 'not_found' | 'resource_exhausted',
  ) => problemText(t, refuse('test.refused', kind, 'SELECT failed'), facts)
  expect(other('internal')).toContain('req-7')
  expect(other('unavailable')).toContain('busy')
  expect(other('permission_denied')).toContain('not allowed')
  expect(other('not_found')).toContain('does not exist')
  expect(other('resource_exhausted')).toContain('busy')
})

test('a refusal named like a member of Object is another one', () => {
  expect(problemText(t, refuse('constructor', 'internal', 'x'), facts)).toContain('req-7')
})
