import type { JsonObject } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserVerificationRequirement } from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Bent, softAuthenticator } from '../../server/src/testing/softAuthenticator.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addKey, domain, type HeldKey, malformed } from './keys.ts'
import { addPerson, byId } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'

const { REQUIRED, DISCOURAGED } = UserVerificationRequirement
const clock = testClock()
const app = `android:apk-key-hash:${'A'.repeat(43)}`
const otherApp = `android:apk-key-hash:${'B'.repeat(43)}`
const server = await testServer({ clock, environment: { SALLYPORT_ANDROID_APPS: `${domain}=${app}` } })

const users = () => server.client(UserService)
const sessions = () => server.client(SessionService)
const person = async () => (await addPerson(server)).userId

async function challenge(userId: string, requirement = REQUIRED, fields: object = {}) {
  const webAuthN = { domain, userVerificationRequirement: requirement, ...fields }
  const { sessionId, challenges } = await sessions().createSession({
    checks: byId(userId),
    challenges: { webAuthN },
  })
  return { sessionId, options: challenges?.webAuthN?.publicKeyCredentialRequestOptions ?? {} }
}

const answer = (
  { sessionId, options }: Awaited<ReturnType<typeof challenge>>,
  { key }: HeldKey,
  bent: Bent = {},
) => {
  const webAuthN = { credentialAssertionData: key.authenticate(options, bent) }
  return sessions().setSession({ sessionId, checks: { webAuthN } })
}

const factorOf = async (sessionId: string) =>
  (await sessions().getSession({ sessionId })).session?.factors?.webAuthN

/** The session's record of the key that was checked. */
const proofOf = async (sessionId: string) =>
  (await eventsOf(server, sessionId)).find(({ type }) => type === 'session.webAuthN.checked')?.payload

test('a passkey logs in with its user verified; the next use must count on', async () => {
  const userId = await person()
  const held = await addKey(server, userId, 'passkey')
  const asked = await challenge(userId)
  expect(asked.options).toMatchObject({
    publicKey: {
      rpId: domain,
      userVerification: 'required',
      timeout: 300_000,
      allowCredentials: [{ id: held.key.credentialId }],
    },
  })
  const { sessionToken } = await answer(asked, held)
  expect(sessionToken).not.toBe('')
  expect(await factorOf(asked.sessionId)).toMatchObject({ userVerified: true })
  const proof = { kind: 'passkey', tokenId: held.id, deviceBound: true, userVerified: true }
  expect(await proofOf(asked.sessionId)).toEqual(proof)
  expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.passwordless.token.signcount.changed')
})

test('an Android app may use the keys of the relying party for which the operator names it', async () => {
  const userId = await person()
  const held = await addKey(server, userId, 'passkey', { origin: app })
  const asked = await challenge(userId)
  await answer(asked, held, { origin: app })
  expect(await factorOf(asked.sessionId)).toMatchObject({ userVerified: true })
})

test('a synced passkey is not bound to its device', async () => {
  const userId = await person()
  const held = await addKey(server, userId, 'passkey', { backupEligible: true })
  const asked = await challenge(userId)
  await answer(asked, held, { backupEligible: true })
  expect(await proofOf(asked.sessionId)).toMatchObject({ deviceBound: false })
})

test('a security key works if the user need not be verified, and is no passkey', async () => {
  const userId = await person()
  const held = await addKey(server, userId, 'u2f')
  expect((await refusalOf(challenge(userId))).id).toBe('passkey.none_for_domain')
  const asked = await challenge(userId, DISCOURAGED)
  expect(asked.options).toMatchObject({ publicKey: { userVerification: 'discouraged', timeout: 120_000 } })
  await answer(asked, held, { userVerified: false })
  expect(await factorOf(asked.sessionId)).toMatchObject({ userVerified: false })
  expect(await proofOf(asked.sessionId)).toMatchObject({ kind: 'u2f' })
})

test('a challenge names its domain, and keys of the host are none of another domain', async () => {
  const userId = await person()
  const { u2fId, publicKeyCredentialCreationOptions: options } = await users().registerU2F({ userId })
  const key = softAuthenticator(server.url)
  const publicKeyCredential = key.register(options ?? {})
  await users().verifyU2FRegistration({ userId, u2fId, tokenName: 'k', publicKeyCredential })
  expect((await refusalOf(challenge(userId, DISCOURAGED, { domain: '' }))).code).toBe('InvalidArgument')
  expect((await refusalOf(challenge(userId, DISCOURAGED))).code).toBe('FailedPrecondition')
  await answer(await challenge(userId, DISCOURAGED, { domain: 'localhost' }), { id: u2fId, key })
})

describe('refusals', () => {
  const cases: readonly (readonly [string, Bent, string])[] = [
    ['another challenge', { challenge: 'AAAA' }, 'passkey.answer_invalid'],
    ['another relying party', { rpId: 'evil.example' }, 'passkey.answer_invalid'],
    ['another key', { forged: true }, 'passkey.answer_invalid'],
    ['an unverified user', { userVerified: false }, 'passkey.answer_invalid'],
    ['nobody present', { userPresent: false }, 'passkey.answer_invalid'],
    ['the handle of another user', { userHandle: 'c29tZW9uZQ' }, 'passkey.answer_invalid'],
    ['a page elsewhere', { origin: 'https://evil.example' }, 'passkey.origin_wrong'],
    ['an app that the operator does not name', { origin: otherApp }, 'passkey.origin_wrong'],
  ]

  test.each(cases)('%s does not raise the session and uses up the challenge', async (_name, bent, id) => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    const asked = await challenge(userId)
    expect(await refusalOf(answer(asked, held, bent))).toEqual({ id, code: 'InvalidArgument' })
    const userHandle = Buffer.from(userId).toString('base64url')
    expect((await refusalOf(answer(asked, held, { userHandle }))).id).toBe('session.key_not_challenged')
    expect(await factorOf(asked.sessionId)).toBeUndefined()
    await answer(await challenge(userId), held, { userHandle })
  })

  test('a refused response leaves what the session had proved, and its token', async () => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    const asked = await challenge(userId)
    const { sessionToken: token } = await answer(asked, held)
    const { sessionId } = asked
    const webAuthN = { domain, userVerificationRequirement: REQUIRED }
    const again = await sessions().setSession({ sessionId, challenges: { webAuthN } })
    const options = again.challenges?.webAuthN?.publicKeyCredentialRequestOptions ?? {}
    await refusalOf(answer({ sessionId, options }, held, { forged: true }))
    expect(await factorOf(sessionId)).toMatchObject({ userVerified: true })
    expect(await statusOf(sessions().getSession({ sessionId, sessionToken: token }))).toBe('PermissionDenied')
    expect(await statusOf(sessions().getSession({ sessionId, sessionToken: again.sessionToken }))).toBe('ok')
  })

  test('of two parallel responses to one challenge, a wrong and a right one, only one is compared', async () => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    const asked = await challenge(userId)
    const outcomes = await Promise.all([
      statusOf(answer(asked, held, { forged: true })),
      statusOf(answer(asked, held)),
    ])
    expect(outcomes.filter((outcome) => outcome === 'FailedPrecondition')).toHaveLength(1)
  })

  test.each([true, false])(
    'a changed backup-eligible flag (registered as %s) is refused',
    async (backupEligible) => {
      const userId = await person()
      const held = await addKey(server, userId, 'passkey', { backupEligible })
      const asked = await challenge(userId)
      const changed = await refusalOf(answer(asked, held, { backupEligible: !backupEligible }))
      expect(changed).toEqual({ id: 'passkey.backup_eligibility_changed', code: 'FailedPrecondition' })
      expect((await eventsOf(server, userId)).at(-1)?.payload).toMatchObject({ reason: 'backup_eligible' })
      expect(await factorOf(asked.sessionId)).toBeUndefined()
    },
  )

  test('malformed responses are the fault of the client', async () => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    const good = held.key.authenticate((await challenge(userId)).options) as { response: JsonObject }
    for (const response of malformed(good.response)) {
      const { sessionId } = await challenge(userId)
      const webAuthN = { credentialAssertionData: { ...good, response } }
      const refused = await refusalOf(sessions().setSession({ sessionId, checks: { webAuthN } }))
      expect(refused, JSON.stringify(response)).toEqual({
        ...{ id: 'passkey.answer_invalid', code: 'InvalidArgument' },
      })
    }
  })

  test('a response counts once, on its session, in time', async () => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    const asked = await challenge(userId)
    const other = await challenge(userId)
    const webAuthN = { credentialAssertionData: held.key.authenticate(asked.options) }
    const set = (sessionId: string) => sessions().setSession({ sessionId, checks: { webAuthN } })
    expect((await refusalOf(set(other.sessionId))).id).toBe('passkey.answer_invalid')
    await set(asked.sessionId)
    expect((await refusalOf(set(asked.sessionId))).id).toBe('session.key_not_challenged')
    const late = await challenge(userId)
    clock.advance(601)
    expect((await refusalOf(answer(late, held))).id).toBe('session.key_challenge_expired')
  })

  test('keys that were not requested or are removed are unknown', async () => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    const u2f = await addKey(server, userId, 'u2f')
    const asked = await challenge(userId)
    const unknown = { id: 'passkey.credential_unknown', code: 'FailedPrecondition' }
    expect(await refusalOf(answer(asked, u2f))).toEqual(unknown)
    const later = await challenge(userId)
    await users().removePasskey({ userId, passkeyId: held.id })
    expect(await refusalOf(answer(later, held))).toEqual(unknown)
  })

  test('a counter that does not grow is refused, and the user’s log says so', async () => {
    const userId = await person()
    const held = await addKey(server, userId, 'passkey')
    await answer(await challenge(userId), held, { signCount: 7 })
    const asked = await challenge(userId)
    const copied = await refusalOf(answer(asked, held, { signCount: 7 }))
    expect(copied.id).toBe('passkey.sign_count_stale')
    const reset = await refusalOf(answer(await challenge(userId), held, { signCount: 0 }))
    expect(reset, 'a key that counted once must go on').toEqual(copied)
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.passwordless.token.check.failed')
    expect(await factorOf(asked.sessionId)).toBeUndefined()
    await answer(await challenge(userId), held, { signCount: 8 })
  })

  test('there must be a user, active and with such a key', async () => {
    const userId = await person()
    const webAuthN = { domain, userVerificationRequirement: REQUIRED }
    const nobody = sessions().createSession({ challenges: { webAuthN } })
    const withoutUser = { id: 'session.key_challenge_without_user', code: 'FailedPrecondition' }
    expect(await refusalOf(nobody)).toEqual(withoutUser)
    expect((await refusalOf(challenge(userId))).code).toBe('FailedPrecondition')
    const held = await addKey(server, userId, 'passkey')
    expect((await refusalOf(challenge(userId, REQUIRED, { domain: 'a b' }))).code).toBe('InvalidArgument')
    const asked = await challenge(userId)
    const { sessionId } = asked
    await server.client(AdminService).updateLockoutPolicy({ maxPasswordAttempts: 1, maxOtpAttempts: 1 })
    await refusalOf(sessions().setSession({ sessionId, checks: { password: { password: 'wrong' } } }))
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.locked')
    expect((await refusalOf(answer(asked, held))).id).toBe('passkey.user_not_active')
    const again = sessions().setSession({ sessionId, challenges: { webAuthN } })
    expect((await refusalOf(again)).id).toBe('passkey.user_not_active')
  })
})

test('removing a key lowers the sessions that it raised, and only those', async () => {
  const userId = await person()
  const [first, second] = [await addKey(server, userId, 'passkey'), await addKey(server, userId, 'passkey')]
  const byFirst = await challenge(userId)
  await answer(byFirst, first)
  const bySecond = await challenge(userId)
  await answer(bySecond, second)
  await users().removePasskey({ userId, passkeyId: first.id })
  expect(await factorOf(byFirst.sessionId)).toBeUndefined()
  expect(await factorOf(bySecond.sessionId)).toBeDefined()
})
