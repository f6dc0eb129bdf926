import { Code } from '@connectrpc/connect'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { UserVerificationRequirement } from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { type KeyBrowser, openKeyBrowser } from './browser.ts'
import { addPerson, byId, passwordSession } from './people.ts'

const { REQUIRED, PREFERRED, DISCOURAGED } = UserVerificationRequirement
const domain = 'localhost'

const server = await testServer()

const users = () => server.client(UserService)
const sessions = () => server.client(SessionService)
const refused = (code: Code) => expect.objectContaining({ code })

async function registerPasskey(userId: string) {
  const begun = await users().registerPasskey({ userId, domain })
  const publicKeyCredential = await browser.create(begun.publicKeyCredentialCreationOptions)
  const { passkeyId } = begun
  await users().verifyPasskeyRegistration({ userId, passkeyId, passkeyName: 'laptop', publicKeyCredential })
  return passkeyId
}

async function challenge(userId: string, userVerificationRequirement: UserVerificationRequirement) {
  const webAuthN = { domain, userVerificationRequirement }
  const created = await sessions().createSession({ checks: byId(userId), challenges: { webAuthN } })
  const options = created.challenges?.webAuthN?.publicKeyCredentialRequestOptions
  return { sessionId: created.sessionId, token: created.sessionToken, options }
}

const check = (sessionId: string, credentialAssertionData: Awaited<ReturnType<KeyBrowser['get']>>) =>
  sessions().setSession({ sessionId, checks: { webAuthN: { credentialAssertionData } } })

const whoAmI = async (token: string) => (await server.client(AuthService, { token }).getMyUser({})).user?.id

const browser = await openKeyBrowser()
afterAll(browser.close)

test('a passkey is registered in the browser, logs in by itself, and takes its session along when removed', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('platform')
  const { userId } = await addPerson(server)
  const passkeyId = await registerPasskey(userId)
  const { result } = await users().listPasskeys({ userId })
  expect(result).toMatchObject([{ id: passkeyId, name: 'laptop' }])

  const { sessionId, token, options } = await challenge(userId, REQUIRED)
  await expect(whoAmI(token)).rejects.toEqual(refused(Code.PermissionDenied))
  const { sessionToken } = await check(sessionId, await browser.get(options))
  expect(await whoAmI(sessionToken)).toBe(userId)
  const read = await sessions().getSession({ sessionId })
  expect(read.session?.factors?.webAuthN).toMatchObject({ userVerified: true })

  await users().removePasskey({ userId, passkeyId })
  await expect(whoAmI(sessionToken)).rejects.toEqual(refused(Code.PermissionDenied))
  expect((await sessions().getSession({ sessionId })).session?.factors?.webAuthN).toBeUndefined()
  await expect(challenge(userId, REQUIRED)).rejects.toEqual(refused(Code.FailedPrecondition))
})

test('a security key is the second factor after a password', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('stick')
  const { userId } = await addPerson(server)
  const begun = await users().registerU2F({ userId, domain })
  const publicKeyCredential = await browser.create(begun.publicKeyCredentialCreationOptions)
  const { u2fId } = begun
  await users().verifyU2FRegistration({ userId, u2fId, tokenName: 'stick', publicKeyCredential })
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  await expect(whoAmI(sessionToken)).rejects.toEqual(refused(Code.PermissionDenied))

  const webAuthN = { domain, userVerificationRequirement: DISCOURAGED }
  const { challenges } = await sessions().setSession({ sessionId, challenges: { webAuthN } })
  const assertion = await browser.get(challenges?.webAuthN?.publicKeyCredentialRequestOptions)
  const raised = await check(sessionId, assertion)
  expect(await whoAmI(raised.sessionToken)).toBe(userId)

  await users().removeU2F({ userId, u2fId })
  const { session } = await sessions().getSession({ sessionId })
  expect(session?.factors?.webAuthN).toBeUndefined()
  expect(session?.factors?.password).toBeDefined()
})

test('a security key that cannot verify its user is registered as a second factor', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('u2f-stick')
  const { userId } = await addPerson(server)
  const { u2fId, publicKeyCredentialCreationOptions } = await users().registerU2F({ userId, domain })
  const publicKeyCredential = await browser.create(publicKeyCredentialCreationOptions)
  await users().verifyU2FRegistration({ userId, u2fId, tokenName: 'old stick', publicKeyCredential })
  const { sessionId } = await passwordSession(server, userId)
  const webAuthN = { domain, userVerificationRequirement: PREFERRED }
  const { challenges } = await sessions().setSession({ sessionId, challenges: { webAuthN } })
  const assertion = await browser.get(challenges?.webAuthN?.publicKeyCredentialRequestOptions)
  const { sessionToken } = await check(sessionId, assertion)
  expect(await whoAmI(sessionToken)).toBe(userId)
})

test('a key of the first generation is registered by auth.v1 on the page of the server itself', async () => {
  await browser.page.goto(`${server.url}/debug/healthz`)
  await browser.plug('u2f-stick')
  const { userId } = await addPerson(server)
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  const auth = server.client(AuthService, { token: sessionToken })
  const begun = await auth.addMyAuthFactorU2F({})
  const answer = await browser.create(JSON.parse(Buffer.from(begun.key?.publicKey ?? []).toString()))
  const publicKeyCredential = Buffer.from(JSON.stringify(answer))
  await auth.verifyMyAuthFactorU2F({ verification: { publicKeyCredential, tokenName: 'old stick' } })

  const webAuthN = { domain, userVerificationRequirement: DISCOURAGED }
  const { challenges } = await sessions().setSession({ sessionId, challenges: { webAuthN } })
  const assertion = await browser.get(challenges?.webAuthN?.publicKeyCredentialRequestOptions)
  const raised = await check(sessionId, assertion)
  const { result } = await server.client(AuthService, { token: raised.sessionToken }).listMyAuthFactors({})
  expect(result).toMatchObject([{ type: { case: 'u2f', value: { name: 'old stick' } } }])
})

test('a response counts once and for its own session and person only', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('platform')
  const [{ userId }, other] = [await addPerson(server), await addPerson(server)]
  await registerPasskey(userId)
  const first = await challenge(userId, REQUIRED)
  const second = await challenge(userId, REQUIRED)
  const assertion = await browser.get(first.options)
  await expect(check(second.sessionId, assertion)).rejects.toEqual(refused(Code.InvalidArgument))
  await check(first.sessionId, assertion)
  await expect(check(first.sessionId, assertion)).rejects.toEqual(refused(Code.FailedPrecondition))

  await registerPasskey(other.userId)
  const foreign = await challenge(other.userId, REQUIRED)
  const own = await challenge(userId, REQUIRED)
  const stolen = check(foreign.sessionId, await browser.get(own.options))
  await expect(stolen).rejects.toEqual(refused(Code.FailedPrecondition))
})

test('the browser keeps a registered authenticator out, and a copied key is found out by its counter', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('platform')
  const { userId } = await addPerson(server)
  await registerPasskey(userId)
  await expect(registerPasskey(userId)).rejects.toThrow(/InvalidStateError/)

  const first = await challenge(userId, REQUIRED)
  await check(first.sessionId, await browser.get(first.options))
  await browser.setBack(0)
  const second = await challenge(userId, REQUIRED)
  const copied = check(second.sessionId, await browser.get(second.options))
  await expect(copied).rejects.toEqual(refused(Code.FailedPrecondition))
})

test('auth.v1 refuses a response from a page of another origin than the server', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('platform')
  const { userId } = await addPerson(server)
  const auth = server.client(AuthService, { token: (await passwordSession(server, userId)).sessionToken })
  const verify = async () => {
    const begun = await auth.addMyPasswordless({})
    const options = JSON.parse(Buffer.from(begun.key?.publicKey ?? []).toString())
    const publicKeyCredential = Buffer.from(JSON.stringify(await browser.create(options)))
    return auth.verifyMyPasswordless({ verification: { publicKeyCredential, tokenName: 'key' } })
  }
  await expect(verify()).rejects.toEqual(refused(Code.InvalidArgument))
  await browser.page.goto(`${server.url}/debug/healthz`)
  await verify()
  expect((await auth.listMyPasswordless({})).result).toMatchObject([{ name: 'key' }])
})

test('a registration code lets the login register a passkey once', async () => {
  await browser.page.goto(browser.origin)
  await browser.plug('platform')
  const { userId } = await addPerson(server)
  const { code } = await users().createPasskeyRegistrationLink({
    userId,
    medium: { case: 'returnCode', value: {} },
  })
  if (code === undefined) throw new Error('no code came back')
  const sent = { id: code.id, code: code.code }
  const begun = await users().registerPasskey({ userId, domain, code: sent })
  const publicKeyCredential = await browser.create(begun.publicKeyCredentialCreationOptions)
  const { passkeyId } = begun
  await users().verifyPasskeyRegistration({ userId, passkeyId, passkeyName: 'new', publicKeyCredential })
  await expect(users().registerPasskey({ userId, domain, code: sent })).rejects.toEqual(
    refused(Code.InvalidArgument),
  )
  expect((await users().listPasskeys({ userId })).result).toMatchObject([{ name: 'new' }])
})
