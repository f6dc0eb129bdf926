import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  admin,
  domain,
  type KeyWorld,
  later,
  openKeyWorld,
  optionsOf,
  pageOrigin,
} from '../../testing/keyWorld.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { type Bent, softAuthenticator } from '../../testing/softAuthenticator.ts'

const v2 = UserService.method
let world: KeyWorld

beforeAll(async () => {
  world = await openKeyWorld()
})
afterAll(() => world.close())

async function beginPasskey(userId: string, call = admin, wish: object = {}) {
  const begun = await world.ask(v2.registerPasskey, { userId, domain, ...wish }, call)
  return { ...begun, options: optionsOf(begun.publicKeyCredentialCreationOptions) }
}

describe('answers that are not what was asked for', () => {
  const cases: readonly (readonly [string, Bent, string])[] = [
    ['another challenge', { challenge: 'AAAA' }, 'passkey.answer_invalid'],
    ['another relying party', { rpId: 'evil.example' }, 'passkey.answer_invalid'],
    ['nobody present', { userPresent: false }, 'passkey.answer_invalid'],
    ['an unverified user', { userVerified: false }, 'passkey.user_not_verified'],
    ['a page elsewhere', { origin: 'https://example.com.evil.org' }, 'passkey.origin_wrong'],
    ['a page without TLS', { origin: 'http://example.com' }, 'passkey.origin_wrong'],
  ]

  test.each(cases)('%s', async (_name, bent, code) => {
    const id = await world.person()
    const { passkeyId, options } = await beginPasskey(id)
    const sent = { userId: id, passkeyId, passkeyName: 'n' }
    const key = softAuthenticator(pageOrigin)
    const verify = (publicKeyCredential: ReturnType<typeof key.register>) =>
      world.ask(v2.verifyPasskeyRegistration, { ...sent, publicKeyCredential }, admin)
    expect(await refusalOf(verify(key.register(options, bent)))).toMatchObject({ code, kind: 'internal' })
    expect((await world.types(id)).filter((type) => type.endsWith('verified'))).toHaveLength(1)
    await verify(key.register(options))
  })

  test('rubbish, another ceremony and late answers', async () => {
    const id = await world.person()
    const { passkeyId, options } = await beginPasskey(id)
    const key = softAuthenticator(pageOrigin)
    const good = key.register(options)
    const verify = (publicKeyCredential: object, call = admin) =>
      refusalOf(
        world.ask(
          v2.verifyPasskeyRegistration,
          {
            userId: id,
            passkeyId,
            passkeyName: 'n',
            publicKeyCredential: publicKeyCredential as typeof good,
          },
          call,
        ),
      )
    const loginOptions = { publicKey: { rpId: domain, challenge: 'AAAA' } }
    for (const bad of [{}, { id: 'x' }, { ...good, response: {} }, key.authenticate(loginOptions)]) {
      expect((await verify(bad)).code).toBe('passkey.answer_invalid')
    }
    const broken = { clientDataJSON: 'AAAA', attestationObject: 'AAAA' }
    expect((await verify({ ...good, response: broken })).code).toBe('passkey.answer_invalid')
    expect((await verify(good, later(admin, 601))).code).toBe('passkey.nothing_pending')
  })

  test('an older registration cannot be finished, and one credential belongs to one person', async () => {
    const [id, other] = [await world.person(), await world.person()]
    const first = await beginPasskey(id)
    const second = await beginPasskey(id)
    const key = softAuthenticator(pageOrigin)
    const verify = (userId: string, options: typeof first.options) => {
      const publicKeyCredential = key.register(options)
      const answer = { userId, passkeyId: first.passkeyId, passkeyName: 'n', publicKeyCredential }
      return world.ask(v2.verifyPasskeyRegistration, answer, admin)
    }
    expect((await refusalOf(verify(id, first.options))).code).toBe('passkey.answer_invalid')
    await verify(id, second.options)
    const taken = await refusalOf(verify(other, (await beginPasskey(other)).options))
    expect(taken).toMatchObject({ code: 'passkey.credential_taken', kind: 'already_exists' })
    const listed = await world.ask(v2.listPasskeys, { userId: id }, admin)
    expect(listed.result.map((one) => one.id)).toEqual([second.passkeyId])
  })

  test('domains that keys cannot be bound to', async () => {
    const id = await world.person()
    const wish = { domain: 'https://example.com' }
    expect(await refusalOf(beginPasskey(id, admin, wish))).toMatchObject({ kind: 'invalid_argument' })
    const { options } = await beginPasskey(id, admin, { domain: '' })
    expect(options).toMatchObject({ publicKey: { rp: { id: 'localhost' } } })
  })
})

test('state, rows and secrets are what the log says', async () => {
  expect((await world.deps.log.verify()).findings).toEqual([])
})
