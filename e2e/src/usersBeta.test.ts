import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as BetaService } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { expect, test } from 'vitest'
import { type Protocol, testServer } from '../../server/src/testing/testServer.ts'
import { codeAt, eventTypesOf } from './factors.ts'
import { password, passwordSession } from './people.ts'
import { changedDetails, outcome } from './tenants.ts'
import { addHuman, addSelf, readHuman, readUser, sentCode, unique } from './userFixtures.ts'

const server = await testServer()

type Beta = ReturnType<typeof beta>
const beta = (protocol: Protocol = 'connect', token?: string) =>
  server.client(BetaService, { protocol, ...(token !== undefined && { token }) })
const returnCode = { case: 'returnCode', value: {} } as const

const people: readonly (keyof Beta)[] = [
  'addHumanUser',
  'getUserByID',
  'listUsers',
  'setEmail',
  'resendEmailCode',
  'verifyEmail',
  'setPhone',
  'removePhone',
  'resendPhoneCode',
  'verifyPhone',
  'updateHumanUser',
  'deactivateUser',
  'reactivateUser',
  'lockUser',
  'unlockUser',
  'deleteUser',
  'passwordReset',
  'setPassword',
]
const factors: readonly (keyof Beta)[] = [
  'registerPasskey',
  'verifyPasskeyRegistration',
  'createPasskeyRegistrationLink',
  'registerU2F',
  'verifyU2FRegistration',
  'registerTOTP',
  'verifyTOTPRegistration',
  'removeTOTP',
  'addOTPSMS',
  'removeOTPSMS',
  'addOTPEmail',
  'removeOTPEmail',
  'listAuthenticationMethodTypes',
]
const providers: readonly (keyof Beta)[] = [
  'startIdentityProviderIntent',
  'retrieveIdentityProviderIntent',
  'addIDPLink',
]

test('all 34 methods are implemented', async () => {
  expect([...people, ...factors, ...providers].sort()).toEqual(Object.keys(BetaService.method).sort())
  const filled = { idpId: 'i', idpIntentId: 'x', idpIntentToken: 'y' }
  for (const name of [...people, ...factors, ...providers]) {
    const call = beta()[name] as (request: object) => Promise<unknown>
    const idpLink = { idpId: 'i', userId: 'u', userName: 'n' }
    const answer = await outcome(call({ userId: '404', ...filled, idpLink }))
    expect(answer, name).not.toMatch(/^(Internal|Unknown)/)
    if (!providers.includes(name)) expect(answer, name).not.toMatch(/^Unimplemented/)
  }
})

test.each(['connect', 'grpc', 'grpc-web'] as const)(
  'v2beta creates, changes and removes a person over %s',
  async (protocol) => {
    const users = beta(protocol)
    const profile = { givenName: 'Ada', familyName: 'Lovelace' }
    const email = `${unique('beta')}@mail.test`
    const created = await users.addHumanUser({
      profile,
      email: { email, verification: returnCode },
      phone: { phone: '+41795551111', verification: returnCode },
      metadata: [{ key: 'k', value: Buffer.from('v') }],
      passwordType: { case: 'password', value: { password } },
    })
    const { userId, emailCode = '', phoneCode = '' } = created
    expect(created.details).toMatchObject({ sequence: 5n, resourceOwner: server.first.orgId })
    expect((await users.getUserByID({ userId })).user?.username).toBe(email)
    const { result } = await users.listUsers({
      queries: [{ query: { case: 'userNameQuery', value: { userName: email } } }],
    })
    expect(result.map((user) => user.userId)).toEqual([userId])

    await users.verifyEmail({ userId, verificationCode: emailCode })
    await users.verifyPhone({ userId, verificationCode: phoneCode })
    expect(await readHuman(server, userId)).toMatchObject({
      email: { email, isVerified: true },
      phone: { phone: '+41795551111', isVerified: true },
    })

    const moved = `${unique('beta')}@mail.test`
    const set = await users.setEmail({ userId, email: moved, verification: returnCode })
    const resent = await users.resendEmailCode({ userId, verification: returnCode })
    expect(await outcome(users.verifyEmail({ userId, verificationCode: set.verificationCode ?? '' }))).toBe(
      'InvalidArgument user.email_code_wrong',
    )
    await users.verifyEmail({ userId, verificationCode: resent.verificationCode ?? '' })
    await users.setPhone({ userId, phone: '+41795552222' })
    const phoneAgain = await users.resendPhoneCode({ userId, verification: returnCode })
    await users.verifyPhone({ userId, verificationCode: phoneAgain.verificationCode ?? '' })
    await users.removePhone({ userId })
    expect(await readHuman(server, userId)).toMatchObject({
      email: { email: moved, isVerified: true },
      phone: { phone: '' },
    })

    await users.updateHumanUser({ userId, profile: { givenName: 'Beta', familyName: 'Human' } })
    expect((await readHuman(server, userId)).profile?.givenName).toBe('Beta')
    const { verificationCode = '' } = await users.passwordReset({ userId, medium: returnCode })
    await users.setPassword({
      userId,
      newPassword: { password: 'Another-Horse-2' },
      verification: { case: 'verificationCode', value: verificationCode },
    })
    expect(await outcome(passwordSession(server, userId))).not.toBe('ok')

    await users.lockUser({ userId })
    expect((await readUser(server, userId)).state).toBe(UserState.LOCKED)
    await users.unlockUser({ userId })
    await users.deactivateUser({ userId })
    expect((await readUser(server, userId)).state).toBe(UserState.INACTIVE)
    await users.reactivateUser({ userId })
    expect((await readUser(server, userId)).state).toBe(UserState.ACTIVE)
    const before = (await eventTypesOf(server, userId)).length
    expect((await users.deleteUser({ userId })).details).toMatchObject({ sequence: BigInt(before + 1) })
    expect(await outcome(server.client(UserService).getUserByID({ userId }))).toBe('NotFound user.not_found')
  },
)

test('factors by v2beta', async () => {
  const { userId } = await addHuman(server, {
    phone: { phone: '+41795553333', verification: { case: 'isVerified', value: true } },
    email: { email: `${unique('beta')}@mail.test`, verification: { case: 'isVerified', value: true } },
  })
  const users = beta('grpc')
  const { secret } = await users.registerTOTP({ userId })
  await users.verifyTOTPRegistration({ userId, code: codeAt(secret, new Date()) })
  await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId })
  expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toHaveLength(3)
  await users.removeTOTP({ userId })
  await users.removeOTPSMS({ userId })
  await users.removeOTPEmail({ userId })
  expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([])
})

test('REST under /v2beta/users returns the same', async () => {
  const { userId } = await addHuman(server)
  const email = `${unique('rest')}@mail.test`
  const set = await server.rest('POST', `/v2beta/users/${userId}/email`, { body: { email } })
  expect(set).toMatchObject({ status: 200, json: { details: { sequence: '3' } } })
  const verificationCode = await sentCode(server, userId, 'user.human.email.code.added')
  const verify = () =>
    server.rest('POST', `/v2beta/users/${userId}/email/verify`, { body: { verificationCode } })
  expect((await verify()).status).toBe(200)
  expect(await verify()).toMatchObject({ status: 400, json: { code: 3 } })
  expect((await readHuman(server, userId)).email).toMatchObject({ email, isVerified: true })
  const locked = await server.rest('POST', `/v2beta/users/${userId}/lock`, { body: {} })
  expect(locked.status).toBe(200)
  expect((await server.rest('DELETE', `/v2beta/users/${userId}`)).status).toBe(200)
  expect((await server.rest('DELETE', `/v2beta/users/${userId}`)).status).toBe(404)
})

test('requires the same permissions', async () => {
  const { token } = await addSelf(server)
  const { userId } = await addHuman(server)
  const profile = { givenName: 'Ada', familyName: 'Lovelace' }
  const own = beta('connect', token)
  expect(await outcome(own.setEmail({ userId, email: 'new@mail.test' }))).toMatch(/^NotFound/)
  expect(await outcome(own.deleteUser({ userId }))).toMatch(/^NotFound/)
  expect(await outcome(own.addHumanUser({ profile, email: { email: 'new@mail.test' } }))).toMatch(
    /^(NotFound|PermissionDenied)/,
  )
  const { details } = await beta().updateHumanUser({ userId, username: unique('beta-renamed') })
  expect(details).toEqual(changedDetails(server.first.orgId, 2n))
})
