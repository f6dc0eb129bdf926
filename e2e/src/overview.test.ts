import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { addPerson, passwordSession } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server)
const callers = await addCallers(
  server,
  org.orgId,
  'IAM_OWNER_VIEWER',
  'IAM_USER_MANAGER',
  'ORG_OWNER',
  'ORG_SETTINGS_MANAGER',
)
const users = server.client(UserService)
for (const type of [SecondFactorType.OTP_SMS, SecondFactorType.OTP_EMAIL]) {
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type })
}

interface Overview {
  readonly days: readonly Record<string, unknown>[]
  readonly countedSince: string
  readonly people: Record<string, number>
  readonly organizations?: { total: number; rows: Record<string, unknown>[] }
  readonly attention: {
    locked: { total: number; capped: boolean; rows: { userId: string }[] }
    withoutFactorUnderForcedMfa: { total: number; rows: { userId: string }[] }
    expiring: { total: number; rows: { id: string; kind: string }[] }
    failingJobs?: unknown[]
  }
}
const read = async (query = '', options?: RestOptions) =>
  (await operate(server, 'GET', `overview?${query}`, options)) as unknown as Overview
const ofOrg = (options?: RestOptions) => read(`orgId=${org.orgId}&days=2`, options)

test('figures are for those who may read the people there', async () => {
  const seen: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers)) {
    seen[caller] = `${await statusOf(read('', options))} ${await statusOf(ofOrg(options))}`
  }
  expect(seen).toEqual({
    IAM_OWNER_VIEWER: 'ok ok',
    IAM_USER_MANAGER: 'ok ok',
    ORG_OWNER: 'NotFound ok',
    ORG_SETTINGS_MANAGER: 'NotFound PermissionDenied',
    'ORG_OWNER elsewhere': 'NotFound NotFound',
    'no membership': 'NotFound NotFound',
    'no token': 'Unauthenticated Unauthenticated',
    'another instance': 'Unauthenticated Unauthenticated',
  })
  expect((await refusalOf(read('days=91'))).id).toBe('operation.parameter_invalid')
})

test('what the caller may not read is left out', async () => {
  expect((await read()).attention).toHaveProperty('failingJobs')
  expect((await read('', callers['IAM_USER_MANAGER'])).attention).not.toHaveProperty('failingJobs')
  expect((await ofOrg()).attention).not.toHaveProperty('failingJobs')
  expect(await ofOrg(callers['ORG_OWNER'])).not.toHaveProperty('organizations')
})

test('the days count logins, failed checks, locks and factors of the organization only', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const elsewhere = await addPerson(server)
  for (const id of [userId, elsewhere.userId]) {
    await passwordSession(server, id, 'wrong').catch(() => undefined)
    await users.addOTPEmail({ userId: id })
    await users.removeOTPEmail({ userId: id })
    await users.addOTPSMS({ userId: id })
  }
  const { sessionId } = await passwordSession(server, userId)
  await loginTokens(server, await addOidcProject(server), sessionId)
  await users.lockUser({ userId })
  const { days, countedSince, people, attention } = await ofOrg()
  expect(days).toHaveLength(2)
  expect(days[1]).toEqual({
    date: server.clock.now().toISOString().slice(0, 10),
    logins: 1,
    failedChecks: 1,
    locks: 1,
    factorsAdded: 2,
    factorsRemoved: 1,
  })
  expect(Date.parse(countedSince)).toBe(Date.parse(String(days[0]?.['date'])))
  expect(people).toEqual({ people: 1, withSecondFactor: 1, withPhishingResistant: 0 })
  expect(attention.locked).toMatchObject({ total: 1, capped: false, rows: [{ userId, until: null }] })
  const whole = await read('days=1')
  expect(whole.days).toMatchObject([{ failedChecks: 2, factorsAdded: 4 }])
})

test('factors that the policy of an organization forbids do not count', async () => {
  const own = await addOrg(server)
  const inOwn = async () => (await read(`orgId=${own.orgId}`)).people
  const ofPage = async () =>
    (await read('limit=100')).organizations?.rows.find(({ orgId }) => orgId === own.orgId)
  const [bySms, byMail] = [
    await addPerson(server, { headers: own.headers }),
    await addPerson(server, { headers: own.headers }),
  ]
  for (const { userId } of [bySms, byMail]) await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId: byMail.userId })
  const before = (await read()).people
  const figures = { people: 2, withSecondFactor: 2, withPhishingResistant: 0 }
  expect(await inOwn()).toEqual(figures)
  expect(await ofPage()).toMatchObject(figures)
  const management = server.client(ManagementService, { headers: own.headers })
  await management.addCustomLoginPolicy({
    allowUsernamePassword: true,
    secondFactors: [SecondFactorType.OTP_EMAIL],
  })
  expect(await inOwn()).toEqual({ ...figures, withSecondFactor: 1 })
  expect(await ofPage()).toMatchObject({ ...figures, withSecondFactor: 1 })
  expect((await read()).people).toEqual({
    ...before,
    withSecondFactor: (before['withSecondFactor'] ?? 0) - 1,
  })
  await management.resetLoginPolicyToDefault({})
  expect(await inOwn()).toEqual(figures)
})

test('organizations are paged by name with their figures', async () => {
  const all = await read('limit=100')
  expect(all.organizations?.rows).toHaveLength(all.organizations?.total ?? 0)
  const [, second] = all.organizations?.rows ?? []
  expect((await read('offset=1&limit=1')).organizations?.rows).toEqual([second])
  const own = all.organizations?.rows.find(({ orgId }) => orgId === org.orgId)
  expect(own).toMatchObject({ name: org.name, people: 1, withSecondFactor: 1 })
})

test('people without a factor under forced MFA, and keys and tokens that expire soon, need attention', async () => {
  const own = await addOrg(server)
  const inOwn = () => read(`orgId=${own.orgId}`)
  const management = server.client(ManagementService, { headers: own.headers })
  const { userId } = await addPerson(server, { headers: own.headers })
  expect((await inOwn()).attention.withoutFactorUnderForcedMfa.rows).toEqual([])
  const { policy } = await server.client(AdminService).getLoginPolicy({})
  await management.addCustomLoginPolicy({
    allowUsernamePassword: true,
    forceMfa: true,
    secondFactors: policy?.secondFactors ?? [],
  })
  expect((await inOwn()).attention.withoutFactorUnderForcedMfa).toMatchObject({
    total: 1,
    rows: [{ userId }],
  })

  const machine = await addMachine(server, { orgId: own.orgId })
  const inDays = (days: number) =>
    timestampFromDate(new Date(server.clock.now().getTime() + days * 86_400_000))
  const soon = await management.addPersonalAccessToken({ userId: machine.userId, expirationDate: inDays(10) })
  await management.addPersonalAccessToken({ userId: machine.userId, expirationDate: inDays(40) })
  expect((await inOwn()).attention.expiring).toMatchObject({
    total: 1,
    rows: [
      { kind: 'personal_access_token', id: soon.tokenId, ownerId: machine.userId, ownerName: 'Machine' },
    ],
  })
})
