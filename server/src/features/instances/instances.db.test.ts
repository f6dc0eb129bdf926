import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InstanceWorld, openInstanceWorld, worldTime } from '../../testing/instanceWorld.ts'
import { firstStart } from './index.ts'

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
const management = ManagementService.method
const owner = () => world.by(['IAM_OWNER'])

describe('the first start', () => {
  test('makes everything once, also for two processes at a time', async () => {
    expect(await firstStart(world.deps, world.deps.config, worldTime)).toBeUndefined()
    expect(world.first).toMatchObject({
      primaryDomain: 'id.example.com',
      human: { loginName: 'admin@sallyport.id.example.com' },
    })
    expect(world.first.machine?.token).toMatch(/^slp_pat_/)
    expect(world.first.loginClient?.token).toMatch(/^slp_pat_/)
    const { instance } = await world.ask(admin.getMyInstance, owner(), {})
    expect(instance?.name).toBe('Sallyport')
    expect(instance?.domains).toHaveLength(2)
    const { org } = await world.ask(admin.getDefaultOrg, owner(), {})
    expect(org).toMatchObject({
      id: world.first.orgId,
      name: 'Sallyport',
      primaryDomain: 'sallyport.id.example.com',
    })
  })

  test('names the owners and the login client as members', async () => {
    const { result } = await world.ask(admin.listIAMMembers, owner(), { query: { asc: true } })
    expect(result.map(({ userId, roles }) => [userId, roles])).toEqual(
      expect.arrayContaining([
        [world.first.human?.userId, ['IAM_OWNER']],
        [world.first.machine?.userId, ['IAM_OWNER']],
        [world.first.loginClient?.userId, ['IAM_LOGIN_CLIENT']],
      ]),
    )
    const orgMembers = await world.ask(management.listOrgMembers, owner(), {})
    expect(orgMembers.details?.totalResult).toBe(2n)
  })
})

describe('system instances', () => {
  const system = () => world.by(['SYSTEM_OWNER'], { instanceId: '' })
  const { method } = SystemService

  test('are created with a machine and its credentials, listed, found and removed', async () => {
    const made = await world.ask(method.createInstance, system(), {
      instanceName: 'Tenant Two',
      customDomain: 'two.example.com',
      owner: {
        case: 'machine',
        value: { userName: 'bot', name: 'Bot', personalAccessToken: {}, machineKey: {} },
      },
    })
    expect(made.pat).toMatch(/^slp_pat_/)
    expect(JSON.parse(Buffer.from(made.machineKey).toString())).toMatchObject({ type: 'serviceaccount' })
    const { instanceId } = made
    const listed = await world.ask(method.listInstances, system(), {
      queries: [{ query: { case: 'domainQuery', value: { domains: ['two.example.com'] } } }],
    })
    expect(listed.result.map(({ id }) => id)).toEqual([instanceId])
    const members = await world.ask(method.listIAMMembers, system(), { instanceId })
    expect(members.result.map(({ roles }) => roles)).toEqual([['IAM_OWNER']])
    await expect(
      world.ask(method.addDomain, system(), {
        instanceId: world.first.instanceId,
        domain: 'two.example.com',
      }),
    ).rejects.toMatchObject({ refusal: { code: 'instances.domain_taken', kind: 'already_exists' } })
    await world.ask(method.removeInstance, system(), { instanceId })
    expect(await world.ask(method.existsDomain, system(), { domain: 'two.example.com' })).toMatchObject({
      exists: false,
    })
    await expect(world.ask(method.getInstance, system(), { instanceId })).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
    await expect(world.ask(method.removeInstance, system(), { instanceId })).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
    expect(
      await world.ask(InstanceService.method.deleteInstance, system(), { instanceId }),
    ).not.toHaveProperty('deletionDate')
    const left = await world.deps.database.query('select 1 from events where instance_id = $1', [instanceId])
    expect(left).toEqual([])
  })

  test('refuse a domain that another one has, and leave nothing behind', async () => {
    const before = await world.ask(method.listInstances, system(), {})
    const request = { instanceName: 'Three', customDomain: 'ID.example.com' }
    await expect(world.ask(method.createInstance, system(), request)).rejects.toMatchObject({
      refusal: { code: 'instances.domain_taken' },
    })
    const after = await world.ask(method.listInstances, system(), {})
    expect(after.details?.totalResult).toBe(before.details?.totalResult)
  })

  test('trusted domains come and go', async () => {
    await world.ask(admin.addInstanceTrustedDomain, owner(), { domain: 'proxy.example.com' })
    const { result } = await world.ask(admin.listInstanceTrustedDomains, owner(), {})
    expect(result.map(({ domain }) => domain)).toEqual(['proxy.example.com'])
    await world.ask(InstanceService.method.removeTrustedDomain, owner(), { domain: 'proxy.example.com' })
    expect((await world.ask(admin.listInstanceTrustedDomains, owner(), {})).result).toEqual([])
  })
})
