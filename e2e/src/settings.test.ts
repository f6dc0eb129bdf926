import type { Client } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { describe, expect, test } from 'vitest'
import { startTestServer, testServer } from '../../server/src/testing/testServer.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

type Admin = Client<typeof AdminService>
type Management = Client<typeof ManagementService>
type Members = Readonly<Record<string, unknown>>
/** A policy reply, whichever policy it is. */
interface Shown {
  readonly policy?: (Members & { readonly details?: unknown; readonly isDefault?: boolean }) | undefined
  readonly isDefault?: boolean
}
interface Written {
  readonly details?: unknown
}

/** One policy that instance and organizations have alike, its RPCs by name so that nothing is taken for granted. */
interface Policy {
  readonly name: string
  /** The values of a new instance. */
  readonly initial: Members
  /** The complete values that an organization chooses. */
  readonly own: Members
  /** The values that an organization changes to. */
  readonly changed: Members
  readonly get: (client: Management) => Promise<Shown>
  readonly getDefault: (client: Management) => Promise<Shown>
  readonly add: (client: Management, value: Members) => Promise<Written>
  readonly update: (client: Management, value: Members) => Promise<Written>
  readonly reset: (client: Management) => Promise<Written>
  readonly getOfInstance: (client: Admin) => Promise<Shown>
  readonly updateOfInstance: (client: Admin, value: Members) => Promise<Written>
}

/** Replies count in 64 bits, most requests in 32. */
function counted(value: Members): Members {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, typeof each === 'bigint' ? Number(each) : each]),
  )
}

const policies: readonly Policy[] = [
  {
    name: 'password complexity',
    initial: { minLength: 8n, hasUppercase: true, hasLowercase: true, hasNumber: true, hasSymbol: true },
    own: { minLength: 12n, hasUppercase: false, hasLowercase: true, hasNumber: false, hasSymbol: false },
    changed: { minLength: 14n, hasUppercase: false, hasLowercase: false, hasNumber: true, hasSymbol: false },
    get: (client) => client.getPasswordComplexityPolicy({}),
    getDefault: (client) => client.getDefaultPasswordComplexityPolicy({}),
    add: (client, value) => client.addCustomPasswordComplexityPolicy(value),
    update: (client, value) => client.updateCustomPasswordComplexityPolicy(value),
    reset: (client) => client.resetPasswordComplexityPolicyToDefault({}),
    getOfInstance: (client) => client.getPasswordComplexityPolicy({}),
    updateOfInstance: (client, value) => client.updatePasswordComplexityPolicy(counted(value)),
  },
  {
    name: 'password age',
    initial: { maxAgeDays: 0n, expireWarnDays: 0n },
    own: { maxAgeDays: 90n, expireWarnDays: 10n },
    changed: { maxAgeDays: 30n, expireWarnDays: 0n },
    get: (client) => client.getPasswordAgePolicy({}),
    getDefault: (client) => client.getDefaultPasswordAgePolicy({}),
    add: (client, value) => client.addCustomPasswordAgePolicy(counted(value)),
    update: (client, value) => client.updateCustomPasswordAgePolicy(counted(value)),
    reset: (client) => client.resetPasswordAgePolicyToDefault({}),
    getOfInstance: (client) => client.getPasswordAgePolicy({}),
    updateOfInstance: (client, value) => client.updatePasswordAgePolicy(counted(value)),
  },
  {
    name: 'lockout',
    initial: { maxPasswordAttempts: 10n, maxOtpAttempts: 10n },
    own: { maxPasswordAttempts: 3n, maxOtpAttempts: 0n },
    changed: { maxPasswordAttempts: 0n, maxOtpAttempts: 5n },
    get: (client) => client.getLockoutPolicy({}),
    getDefault: (client) => client.getDefaultLockoutPolicy({}),
    add: (client, value) => client.addCustomLockoutPolicy(counted(value)),
    update: (client, value) => client.updateCustomLockoutPolicy(counted(value)),
    reset: (client) => client.resetLockoutPolicyToDefault({}),
    getOfInstance: (client) => client.getLockoutPolicy({}),
    updateOfInstance: (client, value) => client.updateLockoutPolicy(counted(value)),
  },
  {
    name: 'privacy',
    initial: { tosLink: '', privacyLink: '', helpLink: '', supportEmail: '' },
    own: { tosLink: 'https://own.test/tos', privacyLink: '', helpLink: '', supportEmail: 'help@own.test' },
    changed: { tosLink: '', privacyLink: 'https://own.test/{{.Lang}}', helpLink: '', supportEmail: '' },
    get: (client) => client.getPrivacyPolicy({}),
    getDefault: (client) => client.getDefaultPrivacyPolicy({}),
    add: (client, value) => client.addCustomPrivacyPolicy(value),
    update: (client, value) => client.updateCustomPrivacyPolicy(value),
    reset: (client) => client.resetPrivacyPolicyToDefault({}),
    getOfInstance: (client) => client.getPrivacyPolicy({}),
    updateOfInstance: (client, value) => client.updatePrivacyPolicy(value),
  },
  {
    name: 'notification',
    initial: { passwordChange: true },
    own: { passwordChange: false },
    changed: { passwordChange: true },
    get: (client) => client.getNotificationPolicy({}),
    getDefault: (client) => client.getDefaultNotificationPolicy({}),
    add: (client, value) => client.addCustomNotificationPolicy(value),
    update: (client, value) => client.updateCustomNotificationPolicy(value),
    reset: (client) => client.resetNotificationPolicyToDefault({}),
    getOfInstance: (client) => client.getNotificationPolicy({}),
    updateOfInstance: (client, value) => client.updateNotificationPolicy(value),
  },
]

const server = await testServer()

const admin = (token?: string) => server.client(AdminService, token === undefined ? {} : { token })
const management = (orgId: string, token?: string) =>
  server.client(ManagementService, { headers: inOrg(orgId), ...(token && { token }) })

describe.each(policies)('the $name policy', (policy) => {
  test('an organization inherits it, has its own, and gives it back', async () => {
    const { instanceId } = server.first
    const { orgId } = await addOrg(server)
    const org = management(orgId)
    const inherited = await policy.get(org)
    expect(inherited.policy).toMatchObject({
      ...policy.initial,
      isDefault: true,
      details: readDetails(instanceId),
    })
    expect(await outcome(policy.update(org, policy.own))).toBe('NotFound setting.not_found')
    expect(await outcome(policy.reset(org))).toBe('NotFound setting.not_found')

    const added = await policy.add(org, policy.own)
    expect(added.details).toEqual(addedDetails(orgId))
    const own = await policy.get(org)
    const { sequence } = added.details as { sequence: bigint }
    expect(own.policy).toMatchObject({
      ...policy.own,
      isDefault: false,
      details: readDetails(orgId, sequence),
    })
    expect((await policy.getDefault(org)).policy).toMatchObject({ ...policy.initial, isDefault: true })
    expect(await outcome(policy.add(org, policy.own))).toBe('AlreadyExists setting.exists')

    expect(await outcome(policy.update(org, policy.own))).toBe('FailedPrecondition setting.unchanged')
    const changed = await policy.update(org, policy.changed)
    expect(changed.details).toEqual(changedDetails(orgId, sequence + 1n))
    expect((await policy.get(org)).policy).toMatchObject(policy.changed)

    expect((await policy.reset(org)).details).toEqual(changedDetails(orgId, sequence + 2n))
    expect((await policy.get(org)).policy).toMatchObject({ ...policy.initial, isDefault: true })
    expect(await outcome(policy.reset(org))).toBe('NotFound setting.not_found')
  })

  test('the instance’s counts at once for all who have none of their own', async () => {
    const { instanceId } = server.first
    const one = management((await addOrg(server)).orgId)
    const two = management((await addOrg(server)).orgId)
    await policy.add(one, policy.changed)
    expect((await policy.updateOfInstance(admin(), policy.own)).details).toEqual(changedDetails(instanceId))
    expect((await policy.getOfInstance(admin())).policy).toMatchObject(policy.own)
    expect((await policy.get(two)).policy).toMatchObject({ ...policy.own, isDefault: true })
    expect((await policy.get(one)).policy).toMatchObject(policy.changed)
    expect(await outcome(policy.updateOfInstance(admin(), policy.own))).toBe(
      'FailedPrecondition setting.unchanged',
    )
    await policy.updateOfInstance(admin(), policy.initial)
    expect((await policy.get(two)).policy).toMatchObject(policy.initial)
  })

  test('who may only read, and who is of another organization, changes nothing', async () => {
    const { orgId } = await addOrg(server)
    const { orgId: other } = await addOrg(server)
    const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
    const owner = await addMachine(server, { orgId: other, roles: ['ORG_OWNER'] })
    const denied = 'PermissionDenied permission.denied'
    for (const [token, expected, reading] of [
      [viewer.token, denied, 'ok'],
      [owner.token, 'NotFound permission.membership_not_found', 'NotFound permission.membership_not_found'],
    ] as const) {
      const org = management(orgId, token)
      expect(await outcome(policy.get(org))).toBe(reading)
      expect(await outcome(policy.add(org, policy.own))).toBe(expected)
      expect(await outcome(policy.update(org, policy.own))).toBe(expected)
      expect(await outcome(policy.reset(org))).toBe(expected)
    }
    const home = admin(owner.token)
    expect(await outcome(policy.updateOfInstance(home, policy.own))).toBe(denied)
    expect(await outcome(policy.getOfInstance(home))).toBe(denied)
    expect((await policy.get(management(orgId))).policy).toMatchObject(policy.initial)
  })
})

test('the first lockout update that changes nothing else succeeds once, as on the reference', async () => {
  const fresh = await startTestServer()
  const client = fresh.client(AdminService)
  const { policy } = await client.getLockoutPolicy({})
  const same = {
    maxPasswordAttempts: Number(policy?.maxPasswordAttempts),
    maxOtpAttempts: Number(policy?.maxOtpAttempts),
  }
  expect(await outcome(client.updateLockoutPolicy(same))).toBe('ok')
  expect(await outcome(client.updateLockoutPolicy(same))).toBe('FailedPrecondition setting.unchanged')
  await fresh.close()
})

test.each([
  ['a length of 0', (org: Management) => org.addCustomPasswordComplexityPolicy({ minLength: 0n })],
  ['a length of 73', (org: Management) => org.addCustomPasswordComplexityPolicy({ minLength: 73n })],
  [
    'a link that runs script',
    (org: Management) => org.addCustomPrivacyPolicy({ tosLink: 'javascript:alert(1)' }),
  ],
  [
    'a support address that is none',
    (org: Management) => org.addCustomPrivacyPolicy({ supportEmail: 'nobody' }),
  ],
])('%s is refused', async (_, write) => {
  const { orgId } = await addOrg(server)
  expect(await outcome(write(management(orgId)))).toMatch(/^InvalidArgument/)
})

test('the instance has its notification policy from the beginning', async () => {
  expect(await outcome(admin().addNotificationPolicy({ passwordChange: true }))).toBe(
    'AlreadyExists setting.exists',
  )
})

test('users read the settings in effect for them', async () => {
  const { orgId } = await addOrg(server)
  const { token } = await addMachine(server, { orgId })
  const own = server.client(AuthService, { token })
  expect((await own.getMyPasswordComplexityPolicy({})).policy).toMatchObject({
    minLength: 8n,
    isDefault: true,
  })
  await management(orgId).addCustomPasswordComplexityPolicy({ minLength: 20n })
  expect((await own.getMyPasswordComplexityPolicy({})).policy).toMatchObject({
    minLength: 20n,
    isDefault: false,
  })
  await management(orgId).addCustomPrivacyPolicy({ helpLink: 'https://own.test' })
  expect((await own.getMyPrivacyPolicy({})).policy).toMatchObject({ helpLink: 'https://own.test' })
  expect(await outcome(server.client(AuthService, { token: null }).getMyPrivacyPolicy({}))).toBe(
    'Unauthenticated auth.header_missing',
  )
})
