import type { JsonObject } from '@bufbuild/protobuf'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { PasskeyAuthenticator } from '@zitadel/proto/zitadel/user/v2/auth_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  AuthenticationMethodType,
  AuthFactors,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Bent, type Statement, softAuthenticator } from '../../server/src/testing/softAuthenticator.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addKey, domain, malformed, pageOrigin } from './keys.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'
import { outcomes, sentCode } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const person = async () => (await addPerson(server)).userId

async function begin(userId: string, fields: object = {}) {
  const begun = await users().registerPasskey({ userId, domain, ...fields })
  return { passkeyId: begun.passkeyId, options: begun.publicKeyCredentialCreationOptions ?? {} }
}

const verify = (userId: string, passkeyId: string, publicKeyCredential: object) =>
  users().verifyPasskeyRegistration({
    userId,
    passkeyId,
    passkeyName: 'phone',
    publicKeyCredential: publicKeyCredential as ReturnType<ReturnType<typeof softAuthenticator>['register']>,
  })

test('a passkey is requested with options, proved once, and left out of the next registration', async () => {
  const { userId, username } = await addPerson(server)
  const { passkeyId, options } = await begin(userId, { authenticator: PasskeyAuthenticator.PLATFORM })
  expect(options).toMatchObject({
    publicKey: {
      rp: { id: domain, name: 'Sallyport' },
      user: { id: Buffer.from(userId).toString('base64url'), name: username },
      attestation: 'none',
      timeout: 300_000,
      authenticatorSelection: { userVerification: 'required', authenticatorAttachment: 'platform' },
      excludeCredentials: [],
    },
  })
  expect((await users().listPasskeys({ userId })).result).toEqual([])
  const key = softAuthenticator(pageOrigin)
  const credential = key.register(options, { backupEligible: true, backedUp: true })
  await verify(userId, passkeyId, credential)
  expect((await users().listPasskeys({ userId })).result).toMatchObject([
    { id: passkeyId, name: 'phone', state: AuthFactorState.READY },
  ])
  const spent = { code: 'FailedPrecondition', id: 'passkey.nothing_pending' }
  expect(await refusalOf(verify(userId, passkeyId, credential))).toEqual(spent)
  const verified = (await eventsOf(server, userId)).at(-1)
  expect(verified).toMatchObject({
    type: 'user.human.passwordless.token.verified',
    payload: { backupEligible: true, backedUp: true, userVerified: true, signCount: 1 },
  })
  const excludeCredentials = [expect.objectContaining({ id: key.credentialId })]
  expect((await begin(userId)).options).toMatchObject({ publicKey: { excludeCredentials } })
  await users().removePasskey({ userId, passkeyId })
  expect(await refusalOf(users().removePasskey({ userId, passkeyId }))).toEqual({
    code: 'NotFound',
    id: 'passkey.not_found',
  })
  expect(await eventTypesOf(server, userId)).toContain('user.human.passwordless.token.removed')
})

test('a security key is a second factor in lists, apart from passkeys', async () => {
  const userId = await person()
  const passkey = await addKey(server, userId, 'passkey')
  const { id } = await addKey(server, userId, 'u2f')
  const { result } = await users().listAuthenticationFactors({ userId, authFactors: [AuthFactors.U2F] })
  expect(result).toMatchObject([{ type: { case: 'u2f', value: { id, name: 'My key' } } }])
  const methods = async (domainQuery?: object) =>
    (await users().listAuthenticationMethodTypes({ userId, ...(domainQuery && { domainQuery }) }))
      .authMethodTypes
  const { PASSKEY, PASSWORD, U2F } = AuthenticationMethodType
  expect(await methods()).toEqual([PASSKEY, U2F, PASSWORD])
  expect(await methods({ domain: 'other.example' })).toEqual([PASSWORD])
  expect((await refusalOf(users().removeU2F({ userId, u2fId: passkey.id }))).id).toBe('passkey.not_found')
  await users().removeU2F({ userId, u2fId: id })
  expect(await methods()).toEqual([PASSKEY, PASSWORD])
})

test('auth.v1 binds keys to the host and the very origin of the request', async () => {
  const { sessionToken: token } = await passwordSession(server, await person())
  const own = server.client(AuthService, { token })
  const optionsOf = (key: { readonly publicKey: Uint8Array } | undefined) =>
    JSON.parse(Buffer.from(key?.publicKey ?? []).toString())
  let options = optionsOf((await own.addMyAuthFactorU2F({})).key)
  expect(options.publicKey).toMatchObject({
    rp: { id: 'localhost' },
    timeout: 120_000,
    authenticatorSelection: { userVerification: 'discouraged' },
  })
  const passwordless = optionsOf((await own.addMyPasswordless({})).key)
  expect(passwordless.publicKey.authenticatorSelection.userVerification).toBe('required')
  const proof = (bent: Bent) => {
    const credential = softAuthenticator(server.url).register(options, bent)
    return { tokenName: 'k', publicKeyCredential: Buffer.from(JSON.stringify(credential)) }
  }
  const elsewhere = own.verifyMyAuthFactorU2F({ verification: proof({ origin: 'http://localhost:5173' }) })
  expect((await refusalOf(elsewhere)).id).toBe('passkey.origin_wrong')
  expect((await refusalOf(own.verifyMyAuthFactorU2F({}))).code).toBe('InvalidArgument')
  options = optionsOf((await own.addMyAuthFactorU2F({})).key)
  await own.verifyMyAuthFactorU2F({ verification: proof({ userVerified: false }) })
})

/** An attestation certificate whose validity ended in 2021. */
const expired = [
  'MIIBizCCATICAQEwCgYIKoZIzj0EAwIwUjELMAkGA1UEBhMCWFgxDTALBgNVBAoMBFRlc3QxIjAgBgNVBAsMGUF1dGhlbnRpY2F0',
  'b3IgQXR0ZXN0YXRpb24xEDAOBgNVBAMMB0V4cGlyZWQwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjBSMQswCQYDVQQG',
  'EwJYWDENMAsGA1UECgwEVGVzdDEiMCAGA1UECwwZQXV0aGVudGljYXRvciBBdHRlc3RhdGlvbjEQMA4GA1UEAwwHRXhwaXJlZDBZ',
  'MBMGByqGSM49AgEGCCqGSM49AwEHA0IABDGaxuyvO/+xKazfJCRJcONf4zSyA9IE6XjLACxrX9LI4MGRdNqe6VWWvHFIT+JlUYFO',
  'hqYijg5KNUdDKSa987cwCgYIKoZIzj0EAwIDRwAwRAIgBIS/HbGewTSRjTgAZcBDHXVK+5KOIj/Uh5pHnTJlGQYCIGuOcDVE4V3O',
  'G8JtuHGnZgC/BA1KO8NvYCrNgX9WdgoC',
].join('')
const x5c = [Uint8Array.from(Buffer.from(expired, 'base64'))]
const sig = new Uint8Array(70).fill(1)

test.each<[string, Record<string, Statement>]>([
  ['fido-u2f', { x5c, sig }],
  ['packed', { alg: -7, x5c, sig }],
  ['tpm', { ver: '2.0', alg: -65_535, x5c, sig }],
  ['android-key', { alg: -7, x5c: [], sig }],
  ['a-format-of-tomorrow', {}],
])('a %s attestation that nobody asked for is not judged', async (format, statement) => {
  const userId = await person()
  const attestation = { format, statement: new Map(Object.entries(statement)) }
  const u2f = await addKey(server, userId, 'u2f', { attestation })
  const passkey = await addKey(server, userId, 'passkey', { attestation })
  const { result } = await users().listPasskeys({ userId })
  expect(result).toMatchObject([{ id: passkey.id }])
  expect((await eventsOf(server, userId)).at(-3)).toMatchObject({
    payload: { tokenId: u2f.id, attestationFormat: 'none' },
  })
})

describe('responses that do not match the request', () => {
  const cases: readonly (readonly [string, Bent, string])[] = [
    ['another challenge', { challenge: 'AAAA' }, 'passkey.answer_invalid'],
    ['another relying party', { rpId: 'evil.example' }, 'passkey.answer_invalid'],
    ['nobody present', { userPresent: false }, 'passkey.answer_invalid'],
    ['an unverified user', { userVerified: false }, 'passkey.user_not_verified'],
    ['a page elsewhere', { origin: 'https://example.com.evil.org' }, 'passkey.origin_wrong'],
    ['a page without TLS', { origin: 'http://example.com' }, 'passkey.origin_wrong'],
  ]

  test.each(cases)('%s: refused, and the challenge is used up', async (_name, bent, id) => {
    const userId = await person()
    await begin(userId)
    const { passkeyId, options } = await begin(userId)
    const key = softAuthenticator(pageOrigin)
    const before = await eventTypesOf(server, userId)
    const bad = verify(userId, passkeyId, key.register(options, bent))
    expect(await refusalOf(bad)).toEqual({ id, code: 'InvalidArgument' })
    const failed = 'user.human.passwordless.token.registration.failed'
    expect(await eventTypesOf(server, userId)).toEqual([...before, failed])
    const late = await refusalOf(verify(userId, passkeyId, key.register(options)))
    expect(late).toEqual({ id: 'passkey.nothing_pending', code: 'FailedPrecondition' })
    const second = await begin(userId)
    await verify(userId, second.passkeyId, key.register(second.options))
  })

  test('a wrong response uses up the registration of a security key, too', async () => {
    const userId = await person()
    const { u2fId, publicKeyCredentialCreationOptions: options = {} } = await users().registerU2F({
      ...{ userId, domain },
    })
    const key = softAuthenticator(pageOrigin)
    const finish = (bent: Bent) =>
      users().verifyU2FRegistration({
        ...{ userId, u2fId, tokenName: 'k', publicKeyCredential: key.register(options, bent) },
      })
    expect((await refusalOf(finish({ challenge: 'AAAA' }))).id).toBe('passkey.answer_invalid')
    expect((await refusalOf(finish({}))).id).toBe('passkey.nothing_pending')
  })

  test('malformed responses are the fault of the client', async () => {
    const userId = await person()
    const good = softAuthenticator(pageOrigin).register((await begin(userId)).options) as {
      response: JsonObject
    }
    for (const response of malformed(good.response)) {
      const { passkeyId } = await begin(userId)
      const refused = await refusalOf(verify(userId, passkeyId, { ...good, response }))
      expect(refused, JSON.stringify(response)).toEqual({
        ...{ id: 'passkey.answer_invalid', code: 'InvalidArgument' },
      })
    }
  })

  test('rubbish, another ceremony and late responses', async () => {
    const userId = await person()
    const { options } = await begin(userId)
    const key = softAuthenticator(pageOrigin)
    const good = key.register(options)
    const login = key.authenticate({ publicKey: { rpId: domain, challenge: 'AAAA' } })
    const broken = { clientDataJSON: 'AAAA', attestationObject: 'AAAA' }
    const rubbish = [{}, { id: 'x' }, { ...good, response: {} }, { ...good, response: broken }, login]
    for (const bad of rubbish) {
      const { passkeyId } = await begin(userId)
      expect((await refusalOf(verify(userId, passkeyId, bad))).id).toBe('passkey.answer_invalid')
    }
    const late = await begin(userId)
    clock.advance(601)
    const response = verify(userId, late.passkeyId, key.register(late.options))
    expect((await refusalOf(response)).id).toBe('passkey.nothing_pending')
  })

  test('an older registration cannot be finished, and one credential belongs to one person', async () => {
    const [userId, other] = [await person(), await person()]
    const first = await begin(userId)
    await begin(userId)
    const key = softAuthenticator(pageOrigin)
    const finish = (id: string, { passkeyId, options }: typeof first) =>
      verify(id, passkeyId, key.register(options))
    expect((await refusalOf(finish(userId, first))).id).toBe('passkey.answer_invalid')
    const second = await begin(userId)
    await finish(userId, second)
    const taken = await refusalOf(finish(other, await begin(other)))
    expect(taken).toEqual({ id: 'passkey.credential_taken', code: 'AlreadyExists' })
    expect((await users().listPasskeys({ userId })).result.map(({ id }) => id)).toEqual([second.passkeyId])
    await users().deleteUser({ userId })
    await finish(other, await begin(other))
  })

  test('domains that keys cannot be bound to', async () => {
    const userId = await person()
    const refused = begin(userId, { domain: 'https://example.com' })
    expect((await refusalOf(refused)).code).toBe('InvalidArgument')
    const { options } = await begin(userId, { domain: '' })
    expect(options).toMatchObject({ publicKey: { rp: { id: 'localhost' } } })
  })
})

test('machines and unknown users have no keys and no links', async () => {
  const medium = { case: 'returnCode', value: {} } as const
  for (const userId of [(await addMachine(server)).userId, 'nobody']) {
    const calls = [
      users().registerPasskey({ userId, domain }),
      users().registerU2F({ userId, domain }),
      users().createPasskeyRegistrationLink({ userId, medium }),
    ]
    expect(await outcomes(calls)).toEqual(calls.map(() => 'NotFound user.not_found'))
  }
})

describe('registration codes', () => {
  const medium = { case: 'returnCode', value: {} } as const
  const codeFor = async (userId: string) => {
    const { code } = await users().createPasskeyRegistrationLink({ userId, medium })
    expect(code?.code).toMatch(/^[a-zA-Z0-9]{12}$/)
    return { id: code?.id ?? '', code: code?.code ?? '' }
  }
  const use = (userId: string, code: { readonly id: string; readonly code: string }) =>
    begin(userId, { code })
  const wrong = { id: 'passkey.code_wrong', code: 'InvalidArgument' }
  const initialization = 'user.human.passwordless.initialization.code'

  test('one use wins under concurrency, and no later one', async () => {
    const userId = await person()
    const code = await codeFor(userId)
    const uses = await Promise.allSettled(Array.from({ length: 8 }, () => use(userId, code)))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await eventTypesOf(server, userId)).toEqual(
      expect.arrayContaining([`${initialization}.check.succeeded`, 'user.human.passwordless.token.added']),
    )
    expect(await refusalOf(use(userId, code))).toEqual(wrong)
  })

  test('failures are recorded, and the third kills the code and its secret', async () => {
    const userId = await person()
    const code = await codeFor(userId)
    const { secretId } = (await eventsOf(server, userId)).at(-1)?.payload ?? {}
    const ref = { instanceId: server.first.instanceId, type: 'user', id: userId }
    const secret = () => server.product.deps.log.secret(ref, String(secretId))
    expect(await secret()).toBeDefined()
    for (let guess = 0; guess < 3; guess++) {
      expect(await refusalOf(use(userId, { ...code, code: 'x' }))).toEqual(wrong)
    }
    expect((await eventTypesOf(server, userId)).slice(-3)).toEqual(
      Array(3).fill(`${initialization}.check.failed`),
    )
    expect(await secret()).toBeUndefined()
    expect(await refusalOf(use(userId, code))).toEqual(wrong)
  })

  test('are void once the person has another e-mail address', async () => {
    const userId = await person()
    const code = await codeFor(userId)
    const verification = { case: 'isVerified', value: true } as const
    await users().setEmail({ userId, email: `moved-${userId}@example.test`, verification })
    expect(await refusalOf(use(userId, code))).toEqual(wrong)
    expect((await users().listPasskeys({ userId })).result).toEqual([])
  })

  test('begin nothing that could be finished once the person has another e-mail address', async () => {
    const userId = await person()
    const { passkeyId, options } = await use(userId, await codeFor(userId))
    const verification = { case: 'isVerified', value: true } as const
    await users().setEmail({ userId, email: `moved-${userId}@example.test`, verification })
    const answer = verify(userId, passkeyId, softAuthenticator(pageOrigin).register(options))
    expect((await refusalOf(answer)).id).toBe('passkey.nothing_pending')
  })

  test('late, unknown and unsent codes do not work, nor do those of others', async () => {
    const [userId, other] = [await person(), await person()]
    const code = await codeFor(userId)
    expect(await refusalOf(use(other, code))).toEqual(wrong)
    expect(await refusalOf(use(userId, { ...code, id: 'nothing' }))).toEqual(wrong)
    const sendLink = { urlTemplate: 'https://x/{{.Code}}/{{.CodeID}}' }
    const sent = await users().createPasskeyRegistrationLink({
      userId,
      medium: { case: 'sendLink', value: sendLink },
    })
    expect(sent.code).toBeUndefined()
    const requested = `${initialization}.requested`
    const { codeId } = (await eventsOf(server, userId)).find(({ type }) => type === requested)?.payload ?? {}
    const unsent = { id: String(codeId), code: await sentCode(server, userId, requested) }
    expect(unsent.code).not.toBe('')
    expect(await refusalOf(use(userId, unsent))).toEqual(wrong)
    clock.advance(3601)
    expect(await refusalOf(use(userId, code))).toEqual(wrong)
  })

  test('links of v1 carry the parameters of the hosted login', async () => {
    const userId = await person()
    const { sessionToken: token } = await passwordSession(server, userId)
    const own = server.client(AuthService, { token })
    const link = new URL((await own.addMyPasswordlessLink({})).link)
    expect(link.origin + link.pathname).toBe(`${server.url}/ui/login/login/passwordless/init`)
    expect(link.searchParams.get('orgID')).toBe(server.first.orgId)
    await own.sendMyPasswordlessLink({})
    await server.client(ManagementService).sendPasswordlessRegistration({ userId })
    const made = await server.client(ManagementService).addPasswordlessRegistration({ userId })
    expect(made.link).toContain('/passwordless/init?')
    expect((await eventTypesOf(server, userId)).slice(-3)).toEqual(
      ['requested', 'requested', 'added'].map((verb) => `${initialization}.${verb}`),
    )
  })
})
