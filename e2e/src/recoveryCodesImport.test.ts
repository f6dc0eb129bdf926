import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { codeAt, eventsOf, eventTypesOf, testClock } from './factors.ts'
import { password, passwordSession } from './people.ts'
import { addRecoveryCodes, countRecoveryCodes, removeRecoveryCodes } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { unique } from './userFixtures.ts'
import { systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const { headers } = await addOrg(server)
const management = server.client(ManagementService, { headers })
const sessions = server.client(SessionService)
const users = server.client(UserService)

const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const raw = (value: string) => ({ codeType: { case: 'raw' as const, value } })
const hash = (value: string) => ({ codeType: { case: 'hash' as const, value } })
const text = '7b2kq-x9m4t'
// Made by @node-rs/bcrypt 1.10.7.
const hashed = {
  '7b2kq-x9m4t': '$2b$04$m/V0RttbUfm0CYpqbP5V5ei9NU5sNA2x6CPvOw28tuvJB2/5./6Hu',
  '0d3fg-h5jkm': '$2b$10$9ChfUQjcOMDn5nJaCfyuxOR1l/JPTg37XtHVyrJmmK7J0yHj.2FuC',
}

type Codes = NonNullable<Parameters<typeof management.importHumanUser>[0]['recoveryCodes']>

function requestOf(recoveryCodes: Codes, otpCode = seed) {
  const userName = `${unique('carried')}@codes.test`
  return {
    userName,
    profile: { firstName: 'Ida', lastName: 'Imported' },
    email: { email: userName, isEmailVerified: true },
    password,
    otpCode,
    recoveryCodes,
  }
}

const importOf = async (...codes: Codes) => (await management.importHumanUser(requestOf(codes))).userId

/** Checks a code on a session that has proved the password. */
async function check(userId: string, code: string) {
  const { sessionId } = await passwordSession(server, userId)
  await sessions.setSession({ sessionId, checks: { recoveryCode: { code } } })
  const { session } = await sessions.getSession({ sessionId })
  return session?.factors?.recoveryCode?.verifiedAt
}

const used = { code: 'InvalidArgument', id: 'second_factor.recovery_code_used' }
const wrong = { code: 'InvalidArgument', id: 'second_factor.wrong_code' }

describe('an import is refused as a whole', () => {
  test.each<[string, string, Codes, string?]>([
    [
      'codes without a factor of their own',
      'FailedPrecondition second_factor.recovery_codes_without_factor',
      [raw(text)],
      '',
    ],
    [
      'eleven codes',
      'FailedPrecondition second_factor.recovery_codes_too_many',
      Array.from({ length: 11 }, (_, at) => raw(`code-number-${at}`)),
    ],
    [
      'a code of seven characters',
      'InvalidArgument second_factor.recovery_codes_import_malformed',
      [raw('123-45 67')],
    ],
    [
      'a code with letters beyond ASCII',
      'InvalidArgument second_factor.recovery_codes_import_malformed',
      [raw('schlüssel-eins')],
    ],
    ['neither text nor hash', 'InvalidArgument second_factor.recovery_codes_import_malformed', [{}]],
    [
      'one code twice, in two spellings',
      'InvalidArgument second_factor.recovery_codes_import_repeated',
      [raw(text), raw(text.replace('-', ' ').toUpperCase())],
    ],
    [
      'one hash twice',
      'InvalidArgument second_factor.recovery_codes_import_repeated',
      [hash(hashed[text]), hash(hashed[text])],
    ],
    ['a text in the place of a hash', 'InvalidArgument password.hash_unsupported', [hash(text)]],
    ['a hash cut short', 'InvalidArgument password.hash_malformed', [hash(hashed[text].slice(0, -1))]],
    [
      'a hash over its bound',
      'InvalidArgument password.hash_too_costly',
      [hash(hashed[text].replace('$04$', '$15$'))],
    ],
    [
      'hashes that are dear together',
      'InvalidArgument second_factor.recovery_codes_import_too_costly',
      ['e', 'f', 'g'].map((end) => hash(hashed[text].replace('$04$', '$13$').replace(/.$/, end))),
    ],
  ])('%s', async (_, refusal, codes, otpCode) => {
    const request = requestOf(codes, otpCode)
    const { code, id } = await refusalOf(management.importHumanUser(request))
    expect(`${code} ${id}`).toBe(refusal)
    expect((await management.isUserUnique({ userName: request.userName })).isUnique).toBe(true)
  })

  test('a code of more than 200 characters, by the contract', async () => {
    const refusal = await refusalOf(management.importHumanUser(requestOf([raw('7'.repeat(201))])))
    expect(refusal.code).toBe('InvalidArgument')
  })
})

test('a code that came as text works once, however it is typed', async () => {
  const userId = await importOf(raw(text), raw('zzzz-1111'))
  expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 2, total: 2 })
  expect(await check(userId, ' 7B2KQ X9M4T ')).toBeDefined()
  for (const code of [text, '7b2kqx9m4t']) expect(await refusalOf(check(userId, code))).toEqual(used)
  expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 1, total: 2 })
  const { payload } = (await eventsOf(server, userId)).find(({ type }) => type.endsWith('codes.added')) ?? {}
  expect(payload).toEqual({ secretId: expect.any(String), codes: 2, imported: true })
})

test('codes that came as hashes work once, as typed or in small letters; any other text is a guess', async () => {
  const userId = await importOf(...Object.values(hashed).map(hash))
  for (const code of ['1', '7b2kqx9m4t', '7b2kq-x9m4t-']) {
    expect(await refusalOf(check(userId, code))).toEqual(wrong)
  }
  expect(await refusalOf(check(userId, ' - '))).toMatchObject({ id: 'second_factor.recovery_code_malformed' })
  expect(await check(userId, '0D3FG-H5JKM')).toBeDefined()
  expect(await refusalOf(check(userId, '0d3fg-h5jkm'))).toEqual(used)
  expect(await check(userId, `${text}\n`)).toBeDefined()
  const types = await eventTypesOf(server, userId)
  expect(types.filter((type) => type.endsWith('recovery_codes.check.failed'))).toHaveLength(3)
  expect((await refusalOf(check(userId, text))).id).toBe('second_factor.recovery_codes_used_up')
})

test('a code that came as text and as hash counts once', async () => {
  const userId = await importOf(raw(text), hash(hashed[text]))
  await check(userId, text)
  expect(await refusalOf(check(userId, text))).toEqual(used)
})

test.each([
  ['text', raw(text)],
  ['hash', hash(hashed[text])],
])('one imported %s, used by 16 sessions at once, raises one', async (_, code) => {
  const userId = await importOf(code, raw('another-code'))
  const opened = await Promise.all(Array.from({ length: 16 }, () => passwordSession(server, userId)))
  const outcomes = await Promise.allSettled(
    opened.map(({ sessionId }) =>
      sessions.setSession({ sessionId, checks: { recoveryCode: { code: text } } }),
    ),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 1 })
})

test('generated codes join the imported ones, up to ten that are unused; a new set replaces all', async () => {
  const userId = await importOf(hash(hashed[text]), raw('another-code'))
  expect((await refusalOf(users.generateRecoveryCodes({ userId, count: 9 }))).id).toBe(
    'second_factor.recovery_codes_too_many',
  )
  const { recoveryCodes } = await users.generateRecoveryCodes({ userId, count: 8 })
  for (const code of [recoveryCodes[7] ?? '', text, 'Another-Code'])
    expect(await check(userId, code)).toBeDefined()
  expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 7, total: 10 })
  const [first = ''] = await addRecoveryCodes(server, userId)
  expect((await refusalOf(check(userId, recoveryCodes[0] ?? ''))).id).toBe('second_factor.wrong_code')
  expect((await refusalOf(check(userId, 'another-code'))).id).toBe('second_factor.recovery_code_malformed')
  expect(await check(userId, first)).toBeDefined()
})

const ownForm = '11111-22222-33333'

test('the imported app works beside the codes, which go with it', async () => {
  const userId = await importOf(raw(ownForm))
  const { sessionId } = await passwordSession(server, userId)
  await sessions.setSession({ sessionId, checks: { totp: { code: codeAt(seed, clock.now()) } } })
  await users.removeTOTP({ userId })
  expect(await countRecoveryCodes(server, userId)).toEqual({ left: 0, total: 0 })
  expect((await refusalOf(check(userId, ownForm))).id).toBe('second_factor.not_ready')
})

test('removed codes are void', async () => {
  const userId = await importOf(raw(ownForm), hash(hashed[text]))
  await removeRecoveryCodes(server, userId)
  expect((await refusalOf(check(userId, ownForm))).id).toBe('second_factor.not_ready')
})
