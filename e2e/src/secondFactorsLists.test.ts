import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  AuthenticationMethodType,
  AuthFactors,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { AuthFactorState as StateV1 } from '@zitadel/proto/zitadel/user_pb.js'
import { describe, expect, test } from 'vitest'
import { addApp } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const { OTP, OTP_EMAIL, OTP_SMS, U2F } = AuthFactors
const { READY, NOT_READY, REMOVED, UNSPECIFIED } = AuthFactorState

const server = await systemServer()

const tokenOf = async (machine: Parameters<typeof addMachine>[1]) => (await addMachine(server, machine)).token

await server.client(AdminService).removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP })
const org = await addOrg(server)
/** Of the organization: app and e-mail codes ready. */
const { userId } = await addPerson(server, { headers: org.headers })
/** Of the organization: an app that was never proved. */
const { userId: pendingId } = await addPerson(server, { headers: org.headers })
const users = server.client(UserService)
await addApp(server, userId)
await users.addOTPEmail({ userId })
await users.registerTOTP({ userId: pendingId })
const ownToken = (await passwordSession(server, userId)).sessionToken

describe('user.v2 ListAuthenticationFactors', () => {
  const list = async (query: { authFactors?: AuthFactors[]; states?: AuthFactorState[] }, id = userId) => {
    const { result } = await server.client(UserService).listAuthenticationFactors({ userId: id, ...query })
    return result.map(({ type, state }) => `${type.case} ${AuthFactorState[state]}`).sort()
  }

  test.each([
    [{}, ['otp READY', 'otpEmail READY']],
    [{ authFactors: [OTP] }, ['otp READY']],
    [{ authFactors: [OTP_EMAIL, OTP_SMS] }, ['otpEmail READY']],
    [{ authFactors: [U2F, OTP_SMS] }, []],
    [{ states: [READY] }, ['otp READY', 'otpEmail READY']],
    [{ states: [NOT_READY] }, []],
    [{ states: [REMOVED, UNSPECIFIED] }, []],
    [{ authFactors: [OTP], states: [REMOVED, READY] }, ['otp READY']],
  ])('%j lists %j', async (query, expected) => {
    expect(await list(query)).toEqual(expected)
  })

  test('factors that are not ready are listed only on request', async () => {
    expect(await list({}, pendingId)).toEqual([])
    expect(await list({ states: [NOT_READY] }, pendingId)).toEqual(['otp NOT_READY'])
    expect(await list({ states: [NOT_READY], authFactors: [OTP_SMS] }, pendingId)).toEqual([])
  })

  test('the right is checked whatever there is to list, and strangers learn nothing of unknown users', async () => {
    const nobody = server.client(UserService, { token: await tokenOf({ orgId: org.orgId }) })
    const weak = { orgId: org.orgId, roles: ['ORG_SETTINGS_MANAGER'] }
    const settings = server.client(UserService, { token: await tokenOf(weak) })
    const viewer = server.client(UserService, {
      token: await tokenOf({ orgId: org.orgId, roles: ['ORG_OWNER_VIEWER'] }),
    })
    const self = server.client(UserService, { token: ownToken })
    const foreign = { roles: ['ORG_OWNER'] }
    const elsewhere = server.client(UserService, { token: await tokenOf(foreign) })
    const none = { code: 'NotFound', id: 'permission.membership_not_found' }
    for (const id of [userId, pendingId, 'nobody']) {
      expect(await refusalOf(nobody.listAuthenticationFactors({ userId: id }))).toEqual(none)
      expect(await refusalOf(elsewhere.listAuthenticationFactors({ userId: id }))).toEqual(none)
    }
    expect((await refusalOf(settings.listAuthenticationFactors({ userId }))).code).toBe('PermissionDenied')
    expect((await viewer.listAuthenticationFactors({ userId })).result).toHaveLength(2)
    expect((await self.listAuthenticationFactors({ userId })).result).toHaveLength(2)
    expect((await refusalOf(self.listAuthenticationFactors({ userId: '' }))).code).toBe('InvalidArgument')
  })

  test('another instance knows nothing of the user', async () => {
    const other = await addInstance(server)
    const { token, headers } = other
    const users = server.client(UserService, { token, headers })
    expect((await users.listAuthenticationFactors({ userId })).result).toEqual([])
    expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([])
    expect((await refusalOf(users.removeOTPEmail({ userId }))).code).toBe('NotFound')
    expect((await refusalOf(users.removeTOTP({ userId }))).code).toBe('NotFound')
  })
})

describe.each(['v2', 'v2beta'] as const)('user.%s ListAuthenticationMethodTypes', (version) => {
  const list = (id: string, options: { token?: string; headers?: Record<string, string> } = {}) =>
    version === 'v2'
      ? server.client(UserService, options).listAuthenticationMethodTypes({ userId: id })
      : server.client(UserServiceBeta, options).listAuthenticationMethodTypes({ userId: id })
  const { PASSWORD, TOTP, OTP_EMAIL } = AuthenticationMethodType
  const sorted = (types: readonly number[]) => [...types].sort((one, other) => one - other)

  test('ready kinds, then the password, with list details', async () => {
    const { authMethodTypes, details } = await list(userId)
    expect(sorted(authMethodTypes.slice(0, 2))).toEqual(sorted([TOTP, OTP_EMAIL]))
    expect(authMethodTypes.slice(2)).toEqual([PASSWORD])
    expect(details).toMatchObject({ totalResult: 3n, processedSequence: 0n, timestamp: expect.anything() })
    expect((await list(pendingId)).authMethodTypes).toEqual([PASSWORD])
    expect((await list('nobody')).authMethodTypes).toEqual([])
  })

  test('the right is checked in the context organization and in that of the user', async () => {
    expect((await list(userId, { token: ownToken })).authMethodTypes).toHaveLength(3)
    const nobody = await tokenOf({ orgId: org.orgId })
    expect((await refusalOf(list(userId, { token: nobody }))).code).toBe('NotFound')
    const token = await tokenOf({ roles: ['ORG_OWNER'] })
    expect((await refusalOf(list(userId, { token, headers: org.headers }))).code).toBe('NotFound')
    expect((await refusalOf(list(userId, { token }))).id).toBe('permission.membership_not_found')
    const weak = await tokenOf({ orgId: org.orgId, roles: ['ORG_SETTINGS_MANAGER'] })
    expect((await refusalOf(list(userId, { token: weak }))).code).toBe('PermissionDenied')
  })
})

test('auth.v1 ListMyAuthFactors shows the ready factors of the caller', async () => {
  const { result } = await server.client(AuthService, { token: ownToken }).listMyAuthFactors({})
  expect(result.map(({ type, state }) => [type.case, state])).toEqual([
    ['otp', StateV1.READY],
    ['otpEmail', StateV1.READY],
  ])
  const { sessionToken: token } = await passwordSession(server, pendingId)
  expect((await server.client(AuthService, { token }).listMyAuthFactors({})).result).toEqual([])
  const anonymous = server.client(AuthService, { token: null })
  expect((await refusalOf(anonymous.listMyAuthFactors({}))).code).toBe('Unauthenticated')
})

test('management.v1 ListHumanAuthFactors shows people of the context organization only', async () => {
  const list = async (id: string, headers: Record<string, string>, token?: string) => {
    const management = server.client(ManagementService, { headers, ...(token && { token }) })
    return (await management.listHumanAuthFactors({ userId: id })).result.map(({ type }) => type.case)
  }
  expect(await list(userId, org.headers)).toEqual(['otp', 'otpEmail'])
  expect(await list(pendingId, org.headers)).toEqual([])
  const elsewhere = list(userId, { 'x-zitadel-orgid': server.first.orgId })
  expect((await refusalOf(elsewhere)).id).toBe('user.not_found')
  expect((await refusalOf(list('nobody', org.headers))).id).toBe('user.not_found')
  const nobody = await tokenOf({ orgId: org.orgId })
  expect((await refusalOf(list(userId, org.headers, nobody))).code).toBe('NotFound')
  const weak = await tokenOf({ orgId: org.orgId, roles: ['ORG_SETTINGS_MANAGER'] })
  expect((await refusalOf(list(userId, org.headers, weak))).code).toBe('PermissionDenied')
})
