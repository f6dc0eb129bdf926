import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InternalPermissionService } from '@zitadel/proto/zitadel/internal_permission/v2beta/internal_permission_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { byId, password } from './people.ts'
import { statusOf } from './refusal.ts'
import { inOrg, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer, type VirtualInstance } from './virtualInstances.ts'

// Instances of their own, whose first owner is a machine: no act leaves one of them without an IAM_OWNER who can log in.
const server = await systemServer()

/** An instance with the clients of its first owner, or of another caller. */
async function addScene() {
  const there = await addInstance(server)
  const clients = (token = there.token, orgId?: string) => {
    const options = { token, headers: { ...there.headers, ...(orgId !== undefined && inOrg(orgId)) } }
    return {
      admin: server.client(AdminService, options),
      management: server.client(ManagementService, options),
      users: server.client(UserService, options),
      orgs: server.client(OrganizationService, options),
      permissions: server.client(InternalPermissionService, options),
    }
  }
  return { ...there, clients, first: there.userId, ...clients() }
}
type Scene = Awaited<ReturnType<typeof addScene>>

let count = 0

/** Adds an organization with an IAM_OWNER: a person, who has their password from the start or must set one first. */
async function addOwner({ management, clients, admin }: Scene, initial = false) {
  count += 1
  const { id: orgId } = await management.addOrg({ name: `Owners ${count}` })
  const userName = `owner-${count}@example.test`
  const person = {
    userName,
    profile: { firstName: 'Olga', lastName: 'Owner' },
    email: { email: userName, isEmailVerified: !initial },
  }
  const { userId } = await clients(undefined, orgId).management.addHumanUser({
    ...person,
    ...(!initial && { initialPassword: password }),
  })
  await admin.addIAMMember({ userId, roles: ['IAM_OWNER'] })
  return { orgId, userId }
}

/** Adds an organization with an IAM_OWNER: a machine with a token. */
async function addMachineOwner({ management, clients, admin }: Scene) {
  count += 1
  const { id: orgId } = await management.addOrg({ name: `Owners ${count}` })
  const there = clients(undefined, orgId).management
  const { userId } = await there.addMachineUser({ userName: `owner-${count}`, name: 'Owner' })
  const { token } = await there.addPersonalAccessToken({ userId })
  await admin.addIAMMember({ userId, roles: ['IAM_OWNER'] })
  return { orgId, userId, token }
}

async function guessWrongly({ headers, token }: VirtualInstance, userId: string) {
  const sessions = server.client(SessionService, { token, headers })
  const checks = { ...byId(userId), password: { password: 'wrong' } }
  const guesses = Array.from({ length: 10 }, () => statusOf(sessions.createSession({ checks })))
  expect(new Set(await Promise.all(guesses))).toEqual(new Set(['InvalidArgument']))
}

type Owner = { readonly userId: string; readonly orgId: string }
type Act = (by: ReturnType<Scene['clients']>, on: Owner) => Promise<unknown>

const onInstance = { resource: { case: 'instance' as const, value: true } }
const viewer = ['IAM_OWNER_VIEWER']
const onUser: Readonly<Record<string, Act>> = {
  'deactivating the user': ({ users }, { userId }) => users.deactivateUser({ userId }),
  'deactivating the user (v1)': ({ management }, { userId }) => management.deactivateUser({ id: userId }),
  'locking the user': ({ users }, { userId }) => users.lockUser({ userId }),
  'locking the user (v1)': ({ management }, { userId }) => management.lockUser({ id: userId }),
  'removing the user': ({ users }, { userId }) => users.deleteUser({ userId }),
  'removing the member': ({ admin }, { userId }) => admin.removeIAMMember({ userId }),
  'removing the administrator': ({ permissions }, { userId }) =>
    permissions.deleteAdministrator({ userId, resource: onInstance }),
  'another role': ({ admin }, { userId }) => admin.updateIAMMember({ userId, roles: viewer }),
  'another role of the administrator': ({ permissions }, { userId }) =>
    permissions.updateAdministrator({ userId, resource: onInstance, roles: viewer }),
}
const acts: Readonly<Record<string, Act>> = {
  ...onUser,
  'deactivating the organization': ({ orgs }, { orgId }) => orgs.deactivateOrganization({ id: orgId }),
}

const refusal = (act: string) =>
  act === 'deactivating the organization'
    ? 'FailedPrecondition organizations.holds_owners'
    : 'FailedPrecondition memberships.last_owner'

/** How another owner is unable to log in, for good. */
const unusable: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'who is deactivated': async (scene) => onUser['deactivating the user']?.(scene, await addOwner(scene)),
  'who is locked': async (scene) => onUser['locking the user']?.(scene, await addOwner(scene)),
  'who has never set a password': (scene) => addOwner(scene, true),
  'of a deactivated organization': async (scene) =>
    acts['deactivating the organization']?.(scene, await addOwner(scene)),
}

/** The first owner, a machine of the first organization. */
const firstOf = ({ userId, orgId, token }: Scene) => ({ userId, orgId, token })

/** The clients of the first owner in the organization of an owner. */
const inOrgOf = (scene: Scene, { orgId }: Owner) => scene.clients(undefined, orgId)

test.each(Object.entries(unusable))('beside an owner %s nothing takes the other one', async (_, disable) => {
  const scene = await addScene()
  await disable(scene)
  const before = await eventCount(server, scene.instanceId)
  const seen: Record<string, string> = {}
  const wanted: Record<string, string> = {}
  for (const [name, act] of Object.entries(acts)) {
    seen[name] = await outcome(act(inOrgOf(scene, firstOf(scene)), firstOf(scene)))
    wanted[name] = refusal(name)
  }
  expect(seen).toEqual(wanted)
  expect(await eventCount(server, scene.instanceId)).toBe(before)
})

test.each(Object.entries(acts))('beside an owner who can log in: %s', async (_, act) => {
  const scene = await addScene()
  const other = await addOwner(scene)
  expect(await outcome(act(inOrgOf(scene, other), other))).toBe('ok')
  await addOwner(scene)
  expect(await outcome(act(inOrgOf(scene, firstOf(scene)), firstOf(scene)))).toBe('ok')
})

describe('wrong passwords', () => {
  test('lock an owner for a while, who remains one', async () => {
    const scene = await addScene()
    await guessWrongly(scene, (await addOwner(scene)).userId)
    expect(await outcome(scene.users.deactivateUser({ userId: scene.first }))).toBe('ok')
  })

  test('lock the last owner, too', async () => {
    const scene = await addScene()
    const last = await addOwner(scene)
    await scene.admin.updateIAMMember({ userId: scene.first, roles: ['IAM_LOGIN_CLIENT'] })
    await guessWrongly(scene, last.userId)
    const { user } = await scene.users.getUserByID({ userId: last.userId })
    expect(user?.state).toBe(UserState.LOCKED)
  })
})

describe('at once', () => {
  const pairs: readonly (readonly [one: string, other: string])[] = [
    ['deactivating the user', 'deactivating the user'],
    ['locking the user', 'removing the user'],
    ['removing the member', 'deactivating the user'],
    ['another role', 'removing the member'],
    ['deactivating the organization', 'locking the user (v1)'],
    ['deactivating the organization', 'deactivating the organization'],
  ]
  test.each(pairs)('%s and %s of two owners leave one', async (one, other) => {
    for (let round = 0; round < 4; round++) {
      const scene = await addScene()
      const second = await addMachineOwner(scene)
      // Each by the owner whom it concerns, so that neither act ends the other call.
      const does = (name: string, on: Owner & { readonly token: string }) =>
        outcome(acts[name]?.(scene.clients(on.token, on.orgId), on) ?? Promise.reject(new Error(name)))
      const outcomes = await Promise.all([does(one, firstOf(scene)), does(other, second)])
      expect([
        ['ok', refusal(other)],
        [refusal(one), 'ok'],
      ]).toContainEqual(outcomes)
    }
  })
})
