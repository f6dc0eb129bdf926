import { UserVerificationRequirement } from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../access/call.ts'
import {
  admin,
  domain,
  type HeldKey,
  type KeyWorld,
  later,
  openKeyWorld,
  optionsOf,
} from '../../testing/keyWorld.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { type Bent, softAuthenticator } from '../../testing/softAuthenticator.ts'

const { createSession, setSession, getSession } = SessionService.method
const { REQUIRED, DISCOURAGED } = UserVerificationRequirement
let world: KeyWorld

beforeAll(async () => {
  world = await openKeyWorld()
})
afterAll(() => world.close())

const byId = (userId: string) => ({ user: { search: { case: 'userId' as const, value: userId } } })

async function challenge(userId: string, requirement = REQUIRED, wish: object = {}, call: Call = admin) {
  const webAuthN = { domain, userVerificationRequirement: requirement, ...wish }
  const created = await world.ask(createSession, { checks: byId(userId), challenges: { webAuthN } }, call)
  const options = optionsOf(created.challenges?.webAuthN?.publicKeyCredentialRequestOptions)
  return { sessionId: created.sessionId, options, token: created.sessionToken }
}

type Challenged = Awaited<ReturnType<typeof challenge>>

const answer = (
  { sessionId, options }: Challenged,
  { key }: HeldKey,
  bent: Bent = {},
  call: Call = admin,
) => {
  const webAuthN = { credentialAssertionData: key.authenticate(options, bent) }
  return world.ask(setSession, { sessionId, checks: { webAuthN } }, call)
}

const factorOf = async (sessionId: string) =>
  (await world.ask(getSession, { sessionId }, admin)).session?.factors?.webAuthN

const rowOf = async (sessionId: string) => {
  const [row] = await world.deps.database.query(
    'select webauthn_kind, webauthn_token_id, webauthn_device_bound, webauthn_user_verified from sessions where session_id = $1',
    [sessionId],
  )
  return row
}

test('a passkey logs in with its user verified; the next use must count on', async () => {
  const userId = await world.person()
  const held = await world.withPasskey(userId)
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
  expect(await rowOf(asked.sessionId)).toEqual({
    webauthn_kind: 'passkey',
    webauthn_token_id: held.tokenId,
    webauthn_device_bound: true,
    webauthn_user_verified: true,
  })
  expect((await world.types(userId)).at(-1)).toBe('user.human.passwordless.token.signcount.changed')
})

test('a synced passkey is not bound to its device, whatever it says later', async () => {
  const userId = await world.person()
  const held = await world.withPasskey(userId, true)
  const asked = await challenge(userId)
  await answer(asked, held, { backupEligible: false })
  expect(await rowOf(asked.sessionId)).toMatchObject({ webauthn_device_bound: false })
})

test('a security key answers where the user need not be verified, and is no passkey', async () => {
  const userId = await world.person()
  const held = await world.withU2f(userId)
  expect((await refusalOf(challenge(userId))).code).toBe('passkey.none_for_domain')
  const asked = await challenge(userId, DISCOURAGED)
  expect(asked.options).toMatchObject({ publicKey: { userVerification: 'discouraged', timeout: 120_000 } })
  await answer(asked, held, { userVerified: false })
  expect(await factorOf(asked.sessionId)).toMatchObject({ userVerified: false })
  expect(await rowOf(asked.sessionId)).toMatchObject({ webauthn_kind: 'u2f' })
})

test('without a domain the host of the request is asked, and only its own origin may answer', async () => {
  const userId = await world.person()
  const begun = await world.ask(UserService.method.registerU2F, { userId }, admin)
  const key = softAuthenticator('http://localhost')
  const publicKeyCredential = key.register(optionsOf(begun.publicKeyCredentialCreationOptions))
  const proof = { userId, u2fId: begun.u2fId, tokenName: 'k', publicKeyCredential }
  await world.ask(UserService.method.verifyU2FRegistration, proof, admin)
  const held = { tokenId: begun.u2fId, key }
  const asked = await challenge(userId, DISCOURAGED, { domain: '' })
  const elsewhere = answer(asked, held, { origin: 'http://localhost:5173' })
  expect((await refusalOf(elsewhere)).code).toBe('passkey.origin_wrong')
  await answer(asked, held)
  expect((await refusalOf(challenge(userId, DISCOURAGED))).kind).toBe('internal')
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
  ]

  test.each(cases)('%s does not raise the session', async (_name, bent, code) => {
    const userId = await world.person()
    const held = await world.withPasskey(userId)
    const asked = await challenge(userId)
    expect(await refusalOf(answer(asked, held, bent))).toMatchObject({ code, kind: 'internal' })
    expect(await factorOf(asked.sessionId)).toBeUndefined()
    await answer(asked, held, { userHandle: Buffer.from(userId).toString('base64url') })
  })

  test('an answer counts once, on its session, in time', async () => {
    const userId = await world.person()
    const held = await world.withPasskey(userId)
    const asked = await challenge(userId)
    const webAuthN = { credentialAssertionData: held.key.authenticate(asked.options) }
    const set = (sessionId: string, call: Call = admin) =>
      world.ask(setSession, { sessionId, checks: { webAuthN } }, call)
    const other = await challenge(userId)
    expect((await refusalOf(set(other.sessionId))).code).toBe('passkey.answer_invalid')
    const late = await refusalOf(set(asked.sessionId, later(admin, 601)))
    expect(late.code).toBe('session.key_challenge_expired')
    await set(asked.sessionId)
    expect((await refusalOf(set(asked.sessionId))).code).toBe('session.key_not_challenged')
  })

  test('keys that were not asked for, or are gone, are unknown', async () => {
    const userId = await world.person()
    const held = await world.withPasskey(userId)
    const u2f = await world.withU2f(userId)
    const asked = await challenge(userId)
    expect((await refusalOf(answer(asked, u2f))).code).toBe('passkey.credential_unknown')
    await world.ask(UserService.method.removePasskey, { userId, passkeyId: held.tokenId }, admin)
    expect(await refusalOf(answer(asked, held))).toMatchObject({
      code: 'passkey.credential_unknown',
      kind: 'failed_precondition',
    })
  })

  test('a counter that does not grow is refused, and the user’s log says so', async () => {
    const userId = await world.person()
    const held = await world.withPasskey(userId)
    await answer(await challenge(userId), held, { signCount: 7 })
    const asked = await challenge(userId)
    const copied = await refusalOf(answer(asked, held, { signCount: 7 }))
    expect(copied.code).toBe('passkey.sign_count_stale')
    expect((await world.types(userId)).at(-1)).toBe('user.human.passwordless.token.check.failed')
    expect(await factorOf(asked.sessionId)).toBeUndefined()
    await answer(asked, held, { signCount: 8 })
  })

  test('there must be a user, active and with such a key', async () => {
    const userId = await world.person()
    const webAuthN = { domain, userVerificationRequirement: REQUIRED }
    const nobody = await refusalOf(world.ask(createSession, { challenges: { webAuthN } }, admin))
    expect(nobody).toMatchObject({ code: 'session.key_challenge_without_user', kind: 'failed_precondition' })
    expect(await refusalOf(challenge(userId))).toMatchObject({ kind: 'internal' })
    const held = await world.withPasskey(userId)
    const malformed = refusalOf(challenge(userId, REQUIRED, { domain: 'a b' }))
    expect((await malformed).kind).toBe('invalid_argument')
    const asked = await challenge(userId)
    await world.append(userId, [{ type: 'user.locked', payload: { automatic: true, until: null } }])
    expect((await refusalOf(answer(asked, held))).code).toBe('passkey.user_not_active')
    const { sessionId } = asked
    const again = world.ask(setSession, { sessionId, challenges: { webAuthN } }, admin)
    expect((await refusalOf(again)).code).toBe('passkey.user_not_active')
  })
})

test('removing a key lowers the sessions that it raised, and only those', async () => {
  const userId = await world.person()
  const [first, second] = [await world.withPasskey(userId), await world.withPasskey(userId)]
  const byFirst = await challenge(userId)
  await answer(byFirst, first)
  const bySecond = await challenge(userId)
  await answer(bySecond, second)
  await world.ask(UserService.method.removePasskey, { userId, passkeyId: first.tokenId }, admin)
  expect(await factorOf(byFirst.sessionId)).toBeUndefined()
  expect(await factorOf(bySecond.sessionId)).toBeDefined()
})

test('state, rows and secrets are what the log says', async () => {
  expect((await world.deps.log.verify()).findings).toEqual([])
})
