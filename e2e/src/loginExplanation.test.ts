import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, passwordSession } from './people.ts'
import { addProject } from './projectFixtures.ts'
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
  'ORG_OWNER_VIEWER',
  'ORG_SETTINGS_MANAGER',
)
const management = server.client(ManagementService, { headers: org.headers })
const addMember = () => addPerson(server, { headers: org.headers })

interface Explained {
  readonly user: Record<string, unknown>
  readonly policy: { level: string; rules: { rule: string; value: string; level: string }[] }
  readonly steps: Record<string, { kind: string; because: { rule: string; level: string }[] } | null>
  readonly factors: Record<string, unknown>[]
  readonly failures: Record<string, unknown>[]
  readonly project?: Record<string, unknown>
}
const explain = async (userId: string, query = '', options?: RestOptions) =>
  (await operate(server, 'GET', `users/${userId}/explain${query}`, options)) as unknown as Explained

test('only those who may read the person are told', async () => {
  const { userId } = await addMember()
  const statuses: Record<string, string> = {}
  for (const [caller, options] of Object.entries({ IAM_OWNER: {}, ...callers })) {
    statuses[caller] = await statusOf(explain(userId, '', options))
  }
  expect(statuses).toEqual({
    IAM_OWNER: 'ok',
    IAM_OWNER_VIEWER: 'ok',
    ORG_OWNER_VIEWER: 'ok',
    ORG_SETTINGS_MANAGER: 'PermissionDenied',
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    'no token': 'Unauthenticated',
    'another instance': 'Unauthenticated',
  })
})

test('unknown people, machines and projects that the caller may not read are refused', async () => {
  const { userId } = await addMember()
  const machine = await addMachine(server, { orgId: org.orgId })
  expect((await refusalOf(explain('unknown'))).id).toBe('user.not_found')
  expect((await refusalOf(explain(machine.userId))).id).toBe('user.not_human')
  expect((await refusalOf(explain(userId, '?projectId=unknown'))).id).toBe('explain.project_not_found')
  const foreign = await addProject(server)
  const refused = refusalOf(explain(userId, `?projectId=${foreign.projectId}`, callers['ORG_OWNER_VIEWER']))
  expect((await refused).id).toBe('explain.project_not_found')
})

test('a person with a password only is let in after it; the rules name their level', async () => {
  const { userId } = await addMember()
  const { sessionToken } = await passwordSession(server, userId)
  const { user, policy, steps, factors, failures } = await explain('me', '', { token: sessionToken })
  expect(user).toMatchObject({ userId, state: 'active', lockedUntil: null, organizationActive: true })
  expect(policy.level).toBe('instance')
  expect(policy.rules).toContainEqual({ rule: 'forceMfa', value: 'false', level: 'instance' })
  expect(steps['fresh']).toMatchObject({ kind: 'first_factor', because: [{ rule: 'not_proved' }] })
  expect(steps['afterPasskey']).toBeNull()
  expect(factors).toEqual([{ kind: 'password', id: '', name: '', counts: true, why: '' }])
  expect(failures).toEqual([])
})

test('forced MFA, a factor that the policy does not allow, and failed checks are named', async () => {
  const own = await addOrg(server)
  const users = server.client(UserService)
  const { userId } = await addPerson(server, { headers: own.headers })
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
  await users.addOTPEmail({ userId })
  await server.client(ManagementService, { headers: own.headers }).addCustomLoginPolicy({
    allowUsernamePassword: true,
    forceMfa: true,
    secondFactors: [SecondFactorType.OTP],
  })
  await passwordSession(server, userId, 'wrong').catch(() => undefined)
  const { policy, steps, factors, failures } = await explain(userId)
  expect(policy.rules).toContainEqual({ rule: 'forceMfa', value: 'true', level: 'org' })
  expect(policy.rules).toContainEqual(
    expect.objectContaining({ rule: 'lockoutPasswordAttempts', level: 'instance' }),
  )
  expect(steps['afterPassword']).toMatchObject({
    kind: 'enrol',
    options: ['totp'],
    skippable: false,
    because: [{ rule: 'force_mfa', level: 'org' }],
  })
  expect(factors).toContainEqual({ kind: 'otp_email', id: '', name: '', counts: false, why: 'not_allowed' })
  expect(failures).toEqual([{ at: expect.any(String), factor: 'password' }])
})

test('people who are locked or deactivated are blocked, and a project says what it demands', async () => {
  const { userId } = await addMember()
  const { projectId } = await addProject(server, { orgId: org.orgId, roles: ['reader'] })
  const projects = server.client(ProjectService)
  await projects.updateProject({ id: projectId, projectRoleCheck: true })
  const query = `?projectId=${projectId}`
  const { project } = await explain(userId, query)
  expect(project).toMatchObject({
    projectId,
    authorizationRequired: true,
    admitted: false,
    refusal: { id: 'authorizations.authorization_required' },
  })
  await management.addUserGrant({ userId, projectId, roleKeys: ['reader'] })
  expect((await explain(userId, query)).project).toMatchObject({
    admitted: true,
    admittedBy: ['authorization'],
  })
  await server.client(UserService).lockUser({ userId })
  const locked = await explain(userId)
  expect(locked.user).toMatchObject({ state: 'locked', lockedAutomatically: false })
  expect(locked.steps['fresh']).toMatchObject({ kind: 'blocked', because: [{ rule: 'user_locked' }] })
})
