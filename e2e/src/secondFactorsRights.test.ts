import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addApp, eventTypesOf } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()

/** The status that each caller receives; calls that reach the handler get the status of their right. */
const credential = {
  IAM_OWNER: 'ok',
  IAM_OWNER_VIEWER: 'PermissionDenied',
  IAM_USER_MANAGER: 'PermissionDenied',
  IAM_LOGIN_CLIENT: 'ok',
  ORG_OWNER: 'ok',
  ORG_USER_MANAGER: 'PermissionDenied',
  ORG_OWNER_VIEWER: 'PermissionDenied',
  'ORG_OWNER elsewhere': 'NotFound',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'another instance': 'Unauthenticated',
  'unknown context': 'PermissionDenied',
}
const write = { ...credential, IAM_USER_MANAGER: 'ok', ORG_USER_MANAGER: 'ok' }

type Act = (options: ClientOptions, userId: string) => Promise<unknown>
const v2 = (options: ClientOptions) => server.client(UserService, options)
const beta = (options: ClientOptions) => server.client(UserServiceBeta, options)
const acts: Readonly<Record<string, { act: Act; expected: Record<string, string>; has?: 'app' | 'codes' }>> =
  {
    'v2 RegisterTOTP': { act: (o, userId) => v2(o).registerTOTP({ userId }), expected: credential },
    'v2beta RegisterTOTP': { act: (o, userId) => beta(o).registerTOTP({ userId }), expected: credential },
    'v2 AddOTPSMS': { act: (o, userId) => v2(o).addOTPSMS({ userId }), expected: credential },
    'v2beta AddOTPEmail': { act: (o, userId) => beta(o).addOTPEmail({ userId }), expected: credential },
    'v2 RemoveTOTP': { act: (o, userId) => v2(o).removeTOTP({ userId }), expected: write, has: 'app' },
    'v2beta RemoveTOTP': { act: (o, userId) => beta(o).removeTOTP({ userId }), expected: write, has: 'app' },
    'v2 RemoveOTPSMS': { act: (o, userId) => v2(o).removeOTPSMS({ userId }), expected: write, has: 'codes' },
    'v2beta RemoveOTPEmail': {
      act: (o, userId) => beta(o).removeOTPEmail({ userId }),
      expected: write,
      has: 'codes',
    },
    'v2 HumanMFAInitSkipped': { act: (o, userId) => v2(o).humanMFAInitSkipped({ userId }), expected: write },
  }

async function personWith(has: 'app' | 'codes' | undefined) {
  const { userId } = await addPerson(server, { headers: org.headers })
  if (has === 'app') await addApp(server, userId)
  if (has !== 'codes') return userId
  await v2({}).addOTPSMS({ userId })
  await v2({}).addOTPEmail({ userId })
  return userId
}

const org = await addOrg(server)
const { orgId } = org
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    orgId,
    'IAM_OWNER_VIEWER',
    'IAM_USER_MANAGER',
    'IAM_LOGIN_CLIENT',
    'ORG_OWNER',
    'ORG_USER_MANAGER',
    'ORG_OWNER_VIEWER',
  )),
  'unknown context': { headers: { 'x-zitadel-orgid': 'nowhere' } },
}

describe.each(Object.keys(acts))('%s', (name) => {
  test('demands its right in the organization of the user', async () => {
    const row = acts[name]
    if (!row) throw new Error('no such act')
    const outcomes: Record<string, string> = {}
    let userId = await personWith(row.has)
    for (const [caller, options] of Object.entries(callers)) {
      const before = await eventTypesOf(server, userId)
      outcomes[caller] = await statusOf(row.act(options, userId))
      const written = (await eventTypesOf(server, userId)).length - before.length
      expect([caller, written]).toEqual([caller, outcomes[caller] === 'ok' ? 1 : 0])
      if (written > 0) userId = await personWith(row.has)
    }
    expect(outcomes).toEqual(row.expected)
  })
})

test('proving an app checks the credential right first', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  await v2({}).registerTOTP({ userId })
  const verify = (options: ClientOptions) => v2(options).verifyTOTPRegistration({ userId, code: '12345' })
  for (const [caller, options] of Object.entries(callers)) {
    const allowed = credential[caller as keyof typeof credential]
    expect([caller, await statusOf(verify(options))]).toEqual([
      caller,
      allowed === 'ok' ? 'InvalidArgument' : allowed,
    ])
  }
})

test('an absent app is refused before the right is checked, absent codes after it', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const viewer = v2(callers['ORG_OWNER_VIEWER'] ?? {})
  expect(await refusalOf(viewer.removeTOTP({ userId }))).toEqual({
    code: 'NotFound',
    id: 'second_factor.not_found',
  })
  expect((await refusalOf(viewer.removeOTPSMS({ userId }))).code).toBe('PermissionDenied')
  expect((await refusalOf(viewer.removeOTPEmail({ userId }))).code).toBe('PermissionDenied')
})

test('people without any role manage their own factors', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const { userId: other } = await addPerson(server, { headers: org.headers })
  const { sessionToken: token } = await passwordSession(server, userId)
  const own = v2({ token })
  await own.humanMFAInitSkipped({ userId })
  await own.addOTPSMS({ userId })
  await own.removeOTPSMS({ userId })
  await own.registerTOTP({ userId })
  await own.removeTOTP({ userId })
  expect((await refusalOf(own.addOTPSMS({ userId: other }))).code).toBe('NotFound')
  expect((await refusalOf(own.registerTOTP({ userId: other }))).code).toBe('NotFound')
})

test('putting off the set-up is for people that exist', async () => {
  const machine = await addMachine(server)
  for (const userId of ['nobody', machine.userId]) {
    expect((await refusalOf(v2({}).humanMFAInitSkipped({ userId }))).code).toBe('NotFound')
  }
})

const managed = {
  removeHumanAuthFactorOTP: 'app',
  removeHumanAuthFactorOTPSMS: 'codes',
  removeHumanAuthFactorOTPEmail: 'codes',
} as const

describe.each(Object.keys(managed) as (keyof typeof managed)[])('management.v1 %s', (method) => {
  const remove = (options: ClientOptions, userId: string, headers: Record<string, string> = org.headers) =>
    server
      .client(ManagementService, { ...options, headers: { ...headers, ...options.headers } })
      [method]({ userId })

  test('demands the right in the context organization', async () => {
    let userId = await personWith(managed[method])
    for (const [caller, options] of Object.entries(callers)) {
      const status = await statusOf(remove(options, userId))
      expect([caller, status]).toEqual([caller, write[caller as keyof typeof write]])
      if (status === 'ok') userId = await personWith(managed[method])
    }
  })

  test('people of other organizations look missing, to owners of the instance too', async () => {
    const userId = await personWith(managed[method])
    const context = { 'x-zitadel-orgid': server.first.orgId }
    expect(await refusalOf(remove({}, userId, context))).toMatchObject({ code: 'NotFound' })
    expect(await refusalOf(remove({}, 'nobody'))).toMatchObject({ code: 'NotFound' })
    const { result } = await v2({}).listAuthenticationFactors({ userId })
    expect(result.length).toBeGreaterThan(0)
  })
})

test('auth.v1 acts on the own organization whatever the context, but the context must exist', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const { sessionToken: token } = await passwordSession(server, userId)
  const own = (headers: Record<string, string>) => server.client(AuthService, { token, headers })
  const added = await own({ 'x-zitadel-orgid': server.first.orgId }).addMyAuthFactorOTPSMS({})
  expect(added.details?.resourceOwner).toBe(org.orgId)
  expect((await refusalOf(own({ 'x-zitadel-orgid': 'nowhere' }).listMyAuthFactors({}))).code).toBe(
    'PermissionDenied',
  )
})
