import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { PasskeyAuthenticator } from '@zitadel/proto/zitadel/user/v2/auth_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  AuthenticationMethodType,
  AuthFactors,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin, domain, type KeyWorld, openKeyWorld, optionsOf, pageOrigin } from '../../testing/keyWorld.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { type Bent, softAuthenticator } from '../../testing/softAuthenticator.ts'
import { onInstance, onOrganization, testCall } from '../../testing/testLog.ts'
import { newMachineEvents } from '../users/index.ts'

const v2 = UserService.method
const auth = AuthService.method
const management = ManagementService.method
let world: KeyWorld

beforeAll(async () => {
  world = await openKeyWorld()
})
afterAll(() => world.close())

interface CreationOptions {
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string }
  readonly timeout: number
  readonly attestation: string
  readonly authenticatorSelection: Record<string, unknown>
  readonly excludeCredentials: readonly { readonly id: string }[]
}

const publicKey = (options: unknown) => (options as { publicKey: CreationOptions }).publicKey

async function beginPasskey(userId: string, call = admin, wish: object = {}) {
  const begun = await world.ask(v2.registerPasskey, { userId, domain, ...wish }, call)
  return { ...begun, options: optionsOf(begun.publicKeyCredentialCreationOptions) }
}

test('a passkey lives from registration over proof to removal', async () => {
  const id = await world.person()
  const begun = await beginPasskey(id, admin, { authenticator: PasskeyAuthenticator.PLATFORM })
  const asked = publicKey(begun.options)
  expect(asked).toMatchObject({
    rp: { id: 'example.com', name: 'Sallyport' },
    user: { id: Buffer.from(id).toString('base64url'), name: `${id}@example.com`, displayName: 'Ada L' },
    attestation: 'none',
    timeout: 300_000,
    authenticatorSelection: { userVerification: 'required', authenticatorAttachment: 'platform' },
    excludeCredentials: [],
  })
  expect((await world.ask(v2.listPasskeys, { userId: id }, admin)).result).toEqual([])
  const key = softAuthenticator(pageOrigin)
  const answer = {
    userId: id,
    passkeyId: begun.passkeyId,
    passkeyName: 'phone',
    publicKeyCredential: key.register(begun.options, { backupEligible: true, backedUp: true }),
  }
  await world.ask(v2.verifyPasskeyRegistration, answer, admin)
  const listed = await world.ask(v2.listPasskeys, { userId: id }, testCall(id))
  expect(listed.result).toMatchObject([{ id: begun.passkeyId, name: 'phone', state: AuthFactorState.READY }])
  const again = await refusalOf(world.ask(v2.verifyPasskeyRegistration, answer, admin))
  expect(again).toMatchObject({ code: 'passkey.nothing_pending', kind: 'internal' })
  expect(publicKey((await beginPasskey(id)).options).excludeCredentials).toMatchObject([
    { id: key.credentialId },
  ])
  const [kept] = await world.deps.database.query<{ payload: object }>(
    `select payload from events where stream_id = $1 and type = 'user.human.passwordless.token.verified'`,
    [id],
  )
  expect(kept?.payload).toMatchObject({
    backupEligible: true,
    backedUp: true,
    userVerified: true,
    signCount: 1,
  })
  const remove = () => world.ask(v2.removePasskey, { userId: id, passkeyId: begun.passkeyId }, testCall(id))
  expect((await remove()).details).toMatchObject({ resourceOwner: 'o1' })
  expect((await refusalOf(remove())).code).toBe('passkey.not_found')
  expect((await world.ask(v2.listPasskeys, { userId: id }, admin)).result).toEqual([])
  expect(await world.types(id)).toContain('user.human.passwordless.token.removed')
})

test('a security key is a second factor in lists, apart from passkeys', async () => {
  const id = await world.person()
  const passkey = await world.withPasskey(id)
  const { tokenId } = await world.withU2f(id)
  const authFactors = [AuthFactors.U2F]
  const listed = await world.ask(v2.listAuthenticationFactors, { userId: id, authFactors }, admin)
  expect(listed.result).toMatchObject([{ type: { case: 'u2f', value: { id: tokenId, name: 'stick' } } }])
  const methods = (domainQuery?: object) =>
    world.ask(v2.listAuthenticationMethodTypes, { userId: id, ...(domainQuery && { domainQuery }) }, admin)
  const { PASSKEY, U2F } = AuthenticationMethodType
  expect((await methods()).authMethodTypes).toEqual([PASSKEY, U2F])
  expect((await methods({ domain: 'other.example' })).authMethodTypes).toEqual([])
  const swapped = { userId: id, u2fId: passkey.tokenId }
  expect((await refusalOf(world.ask(v2.removeU2F, swapped, admin))).code).toBe('passkey.not_found')
  await world.ask(v2.removeU2F, { userId: id, u2fId: tokenId }, admin)
  expect((await methods()).authMethodTypes).toEqual([PASSKEY])
})

test('auth.v1 binds keys to the host and the very origin of the request', async () => {
  const id = await world.person()
  const self = testCall(id)
  const begun = await world.ask(auth.addMyAuthFactorU2F, {}, self)
  const options = JSON.parse(Buffer.from(begun.key?.publicKey ?? []).toString())
  expect(publicKey(options)).toMatchObject({
    rp: { id: 'localhost' },
    timeout: 120_000,
    authenticatorSelection: { userVerification: 'discouraged' },
  })
  expect(begun.details).toMatchObject({ sequence: 3n, resourceOwner: 'o1' })
  const key = softAuthenticator('http://localhost')
  const verify = (bent: Bent) => {
    const publicKeyCredential = Buffer.from(JSON.stringify(key.register(options, bent)))
    return world.ask(
      auth.verifyMyAuthFactorU2F,
      { verification: { publicKeyCredential, tokenName: 'k' } },
      self,
    )
  }
  const other = { origin: 'http://localhost:5173' }
  expect((await refusalOf(verify(other))).code).toBe('passkey.origin_wrong')
  await verify({ userVerified: false })
  const missing = await refusalOf(world.ask(auth.verifyMyAuthFactorU2F, {}, self))
  expect(missing).toMatchObject({ kind: 'invalid_argument' })
  const { result } = await world.ask(auth.listMyAuthFactors, {}, self)
  const [factor] = result
  const tokenId = factor?.type.case === 'u2f' ? factor.type.value.id : ''
  await world.ask(auth.removeMyAuthFactorU2F, { tokenId }, self)
  expect((await world.ask(auth.listMyAuthFactors, {}, self)).result).toEqual([])

  const passwordless = await world.ask(auth.addMyPasswordless, {}, self)
  const asked = JSON.parse(Buffer.from(passwordless.key?.publicKey ?? []).toString())
  expect(publicKey(asked).authenticatorSelection['userVerification']).toBe('required')
  const publicKeyCredential = Buffer.from(JSON.stringify(key.register(asked)))
  await world.ask(auth.verifyMyPasswordless, { verification: { publicKeyCredential, tokenName: 'p' } }, self)
  const mine = (await world.ask(auth.listMyPasswordless, {}, self)).result
  expect(mine).toMatchObject([{ name: 'p' }])
  await world.ask(auth.removeMyPasswordless, { tokenId: mine[0]?.id ?? '' }, self)
  expect((await world.ask(auth.listMyPasswordless, {}, self)).result).toEqual([])
})

test('management.v1 sees and removes keys of its own organization only', async () => {
  const id = await world.person()
  const passkey = await world.withPasskey(id)
  const u2f = await world.withU2f(id)
  const foreign = testCall('boss', { orgId: 'o2', memberships: [onOrganization('o2', 'ORG_OWNER')] })
  expect((await world.ask(management.listHumanPasswordless, { userId: id }, foreign)).result).toEqual([])
  for (const [method, tokenId] of [
    [management.removeHumanPasswordless, passkey.tokenId],
    [management.removeHumanAuthFactorU2F, u2f.tokenId],
  ] as const) {
    expect((await refusalOf(world.ask(method, { userId: id, tokenId }, foreign))).kind).toBe('not_found')
    expect((await world.ask(method, { userId: id, tokenId }, admin)).details?.changeDate).toBeDefined()
    expect((await refusalOf(world.ask(method, { userId: id, tokenId }, admin))).kind).toBe('not_found')
  }
  expect((await world.ask(management.listHumanPasswordless, { userId: id }, admin)).result).toEqual([])
})

describe('rights', () => {
  const stranger = testCall('stranger')
  const weak = testCall('weak', { memberships: [onOrganization('o1', 'ORG_OWNER_VIEWER')] })

  test('adding, proving, removing and listing need a right, or being the person', async () => {
    const id = await world.person()
    const { tokenId } = await world.withPasskey(id)
    await world.ask(v2.registerPasskey, { userId: id, domain }, admin)
    const proof = { userId: id, passkeyId: 'x', passkeyName: 'n', publicKeyCredential: {} }
    for (const [call, kind] of [
      [stranger, 'not_found'],
      [weak, 'permission_denied'],
    ] as const) {
      const asks = [
        world.ask(v2.registerPasskey, { userId: id, domain }, call),
        world.ask(v2.registerU2F, { userId: id, domain }, call),
        world.ask(v2.verifyPasskeyRegistration, proof, call),
        world.ask(v2.verifyU2FRegistration, { userId: id, tokenName: 'n' }, call),
        world.ask(v2.removePasskey, { userId: id, passkeyId: tokenId }, call),
      ]
      for (const ask of asks) expect((await refusalOf(ask)).kind).toBe(kind)
    }
    expect((await world.ask(v2.listPasskeys, { userId: id }, stranger)).result).toEqual([])
    expect((await world.ask(v2.listPasskeys, { userId: 'nobody' }, stranger)).result).toEqual([])
    expect(await beginPasskey(id, testCall(id))).toBeDefined()
  })

  test('machines and unknown users have no keys', async () => {
    const machine = {
      username: 'm',
      scope: '',
      name: 'm',
      description: '',
      accessTokenType: 'bearer',
    } as const
    await world.append('machine1', newMachineEvents(machine))
    for (const userId of ['machine1', 'nobody']) {
      expect((await refusalOf(beginPasskey(userId))).code).toBe('user.not_found')
    }
  })

  test('links reach only people in organizations where the caller may write passkeys', async () => {
    const id = await world.person('o2')
    const medium = { case: 'returnCode', value: {} } as const
    const boss = testCall('boss', { memberships: [onOrganization('o1', 'ORG_OWNER')] })
    const link = (userId: string, call = admin) =>
      refusalOf(world.ask(v2.createPasskeyRegistrationLink, { userId, medium }, call))
    expect((await link('nobody')).code).toBe('user.not_found')
    expect((await link(id, boss)).code).toBe('user.not_found')
    const userManager = testCall('um', { memberships: [onInstance('IAM_USER_MANAGER')] })
    const made = await world.ask(v2.createPasskeyRegistrationLink, { userId: id, medium }, userManager)
    expect(made.code?.code).toMatch(/^[a-zA-Z0-9]{12}$/)
    for (const method of [management.addPasswordlessRegistration, management.sendPasswordlessRegistration]) {
      expect((await refusalOf(world.ask(method, { userId: id }, admin))).code).toBe('user.not_found')
    }
  })
})

test('nothing is left of a removed user, whose credential may be registered by another', async () => {
  const id = await world.person()
  await world.withPasskey(id)
  await world.withU2f(id)
  await world.ask(auth.addMyPasswordlessLink, {}, testCall(id))
  await world.append(id, [{ type: 'user.removed', payload: {} }])
  const left =
    'select 1 from user_webauthn where user_id = $1 union all select 1 from secrets where stream_id = $1'
  expect(await world.deps.database.query(left, [id])).toEqual([])
})

test('state, rows and secrets are what the log says', async () => {
  expect((await world.deps.log.verify()).findings).toEqual([])
})
