import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InstanceWorld, openInstanceWorld } from '../../testing/instanceWorld.ts'

let world: InstanceWorld

beforeAll(async () => {
  world = await openInstanceWorld()
})

afterAll(async () => {
  const { findings } = await world.deps.log.verify()
  await world.close()
  expect(findings).toEqual([])
})

const admin = AdminService.method
const owner = () => world.by(['IAM_OWNER'])

describe('memberships', () => {
  test('are added, changed, listed and removed', async () => {
    const { createdAdmins } = await world.newOrg('Members')
    const userId = createdAdmins[0]?.userId ?? ''
    await world.ask(admin.addIAMMember, owner(), { userId, roles: ['IAM_OWNER_VIEWER'] })
    await expect(
      world.ask(admin.addIAMMember, owner(), { userId, roles: ['IAM_OWNER'] }),
    ).rejects.toMatchObject({
      refusal: { kind: 'already_exists' },
    })
    await expect(
      world.ask(admin.addIAMMember, owner(), { userId: 'nobody', roles: ['IAM_OWNER'] }),
    ).rejects.toMatchObject({
      refusal: { kind: 'failed_precondition' },
    })
    await world.ask(admin.updateIAMMember, owner(), { userId, roles: ['IAM_USER_MANAGER'] })
    const mine = await world.ask(AuthService.method.listMyMemberships, world.by([], { userId }), {})
    expect(mine.result.map(({ type, roles, displayName }) => [type.case, roles, displayName])).toEqual([
      ['iam', ['IAM_USER_MANAGER'], 'Sallyport'],
      ['orgId', ['ORG_OWNER'], 'Members'],
    ])
    const owners = [world.first.human?.userId ?? '', world.first.machine?.userId ?? '']
    await world.ask(admin.updateIAMMember, owner(), { userId: owners[0] ?? '', roles: ['IAM_OWNER_VIEWER'] })
    await expect(
      world.ask(admin.removeIAMMember, owner(), { userId: owners[1] ?? '' }),
    ).rejects.toMatchObject({
      refusal: { code: 'memberships.last_owner' },
    })
    await world.ask(admin.removeIAMMember, owner(), { userId })
    const found = await world.ask(admin.listIAMMembers, owner(), {
      queries: [{ query: { case: 'userIdQuery', value: { userId } } }],
    })
    expect(found.details?.totalResult).toBe(0n)
  })
})
