import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'
import { statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

/** Lists the four people that a caller reads; the total must agree. */
async function seen(options: ClientOptions) {
  const people = [ann, ben, cid, zoe]
  const queries = [{ query: { case: 'inUserIdsQuery' as const, value: { userIds: people } } }]
  const { result, details } = await server.client(UserService, options).listUsers({ queries })
  expect(details?.totalResult).toBe(BigInt(result.length))
  const beta = await server.client(UserServiceBeta, options).listUsers({ queries })
  expect(beta.result.length).toBe(result.length)
  const names = new Map([
    [ann, 'ann'],
    [ben, 'ben'],
    [cid, 'cid'],
    [zoe, 'zoe'],
  ])
  return result.map(({ userId }) => names.get(userId)).toSorted()
}
const tokenOf = async (input: Parameters<typeof addMachine>[1]) => ({
  token: (await addMachine(server, input)).token,
})

const org = await addOrg(server)
const other = await addOrg(server)
const foreign = await addInstance(server)
/** Ids of people: two of `org`, one of `other`, one of the other instance. */
const ann = (await addPerson(server, { headers: org.headers })).userId
const ben = (await addPerson(server, { headers: org.headers })).userId
const cid = (await addPerson(server, { headers: other.headers })).userId
const there = server.client(UserService, { token: foreign.token, headers: foreign.headers })
const zoe = (
  await there.addHumanUser({
    profile: { givenName: 'Zoe', familyName: 'Z' },
    email: { email: 'zoe@mail.example', verification: { case: 'isVerified', value: true } },
  })
).userId

describe('user.v2 ListUsers returns', () => {
  test.each(['IAM_OWNER', 'IAM_OWNER_VIEWER', 'IAM_USER_MANAGER', 'IAM_LOGIN_CLIENT'])(
    'all users of the instance to %s, and no other instance',
    async (role) => {
      expect(await seen(await tokenOf({ roles: [role] }))).toEqual(['ann', 'ben', 'cid'])
    },
  )

  test.each(['ORG_OWNER', 'ORG_OWNER_VIEWER', 'ORG_USER_MANAGER'])(
    'users of the organization to its %s, wherever the caller lives',
    async (role) => {
      const { orgId } = org
      expect(await seen(await tokenOf({ orgId, roles: [role] }))).toEqual(['ann', 'ben'])
      const { userId, token } = await addMachine(server, { orgId: other.orgId })
      await server.client(ManagementService, { headers: org.headers }).addOrgMember({ userId, roles: [role] })
      expect(await seen({ token })).toEqual(['ann', 'ben'])
      const all = await server.client(UserService, { token }).listUsers({})
      expect(all.result.map((user) => user.userId)).toContain(userId)
    },
  )

  test('only themselves to callers without user.read', async () => {
    const { sessionToken } = await passwordSession(server, ann)
    expect(await seen({ token: sessionToken })).toEqual(['ann'])
    const { userId, token } = await addMachine(server, {
      orgId: org.orgId,
      roles: ['ORG_SETTINGS_MANAGER'],
    })
    const { result, details } = await server.client(UserService, { token }).listUsers({})
    expect(result.map((user) => user.userId)).toEqual([userId])
    expect(details?.totalResult).toBe(1n)
  })

  test('the same for every existing organization in the header', async () => {
    const viewer = await tokenOf({ orgId: org.orgId, roles: ['ORG_OWNER_VIEWER'] })
    expect(await seen({ ...viewer, headers: other.headers })).toEqual(['ann', 'ben'])
    expect(await seen({ headers: org.headers })).toEqual(['ann', 'ben', 'cid'])
    const nowhere = server.client(UserService, { headers: { 'x-zitadel-orgid': 'nowhere' } })
    expect(await statusOf(nowhere.listUsers({}))).toBe('PermissionDenied')
  })

  test('only its own users to another instance', async () => {
    expect(await seen({ token: foreign.token, headers: foreign.headers })).toEqual(['zoe'])
  })

  test('nothing without a valid token', async () => {
    for (const token of [null, foreign.token, 'nonsense']) {
      expect(await statusOf(server.client(UserService, { token }).listUsers({}))).toBe('Unauthenticated')
    }
  })

  test('totals that agree with the rows, with and without queries', async () => {
    const viewer = await tokenOf({ orgId: org.orgId, roles: ['ORG_OWNER_VIEWER'] })
    const users = server.client(UserService, viewer)
    const type = { query: { case: 'typeQuery' as const, value: { type: 1 } } }
    const elsewhere = {
      query: { case: 'organizationIdQuery' as const, value: { organizationId: other.orgId } },
    }
    for (const queries of [[], [type], [elsewhere], [type, elsewhere]]) {
      const { result, details } = await users.listUsers({ queries })
      expect(details?.totalResult).toBe(BigInt(result.length))
    }
    expect((await users.listUsers({ queries: [elsewhere] })).result).toEqual([])
    await server.client(UserService).deleteUser({ userId: ben })
    const { details } = await users.listUsers({ queries: [type] })
    expect(details?.totalResult).toBe(1n)
  })
})

describe('management ListUsers', () => {
  const list = (options: ClientOptions) =>
    server
      .client(ManagementService, options)
      .listUsers({})
      .then(({ result }) => result.map(({ id }) => id))

  test('returns the context organization to its readers', async () => {
    const viewer = await tokenOf({ orgId: org.orgId, roles: ['ORG_OWNER_VIEWER'] })
    expect(await list(viewer)).toContain(ann)
    expect(await list(viewer)).not.toContain(cid)
    expect(await statusOf(list({ ...viewer, headers: other.headers }))).toBe('NotFound')
    const manager = await tokenOf({ roles: ['IAM_USER_MANAGER'] })
    expect(await list({ ...manager, headers: other.headers })).toContain(cid)
    const settings = await tokenOf({ orgId: org.orgId, roles: ['ORG_SETTINGS_MANAGER'] })
    expect(await statusOf(list(settings))).toBe('PermissionDenied')
    expect(await statusOf(list({ token: null }))).toBe('Unauthenticated')
    expect(await statusOf(list({ headers: { 'x-zitadel-orgid': 'nowhere' } }))).toBe('PermissionDenied')
  })
})
