import type { MessageInitShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InstanceWorld, openInstanceWorld, worldTime } from '../../testing/instanceWorld.ts'

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

describe('audit', () => {
  test('reads events by every filter', async () => {
    const { organizationId } = await world.newOrg('Audited')
    const read = async (init: MessageInitShape<typeof admin.listEvents.input>) =>
      (await world.ask(admin.listEvents, owner(), init)).events
    const ofOrg = await read({ aggregateId: organizationId, asc: true })
    expect(ofOrg.map(({ type }) => type?.type)).toEqual([
      'org.added',
      'org.domain.added',
      'org.domain.verified',
      'org.domain.primary.set',
      'org.member.added',
    ])
    expect(ofOrg[0]).toMatchObject({
      payload: { name: 'Audited' },
      editor: { userId: world.first.machine?.userId },
    })
    expect(await read({ aggregateId: organizationId, asc: true, sequence: 4n })).toHaveLength(1)
    expect(await read({ aggregateId: organizationId, sequence: 4n })).toHaveLength(3)
    expect(await read({ aggregateId: organizationId, eventTypes: ['org.added'] })).toHaveLength(1)
    expect(await read({ resourceOwner: organizationId, aggregateTypes: ['user'] })).not.toHaveLength(0)
    expect(await read({ aggregateId: organizationId, editorUserId: 'nobody' })).toEqual([])
    expect(await read({ limit: 2 })).toHaveLength(2)
    const seconds = BigInt(worldTime.getTime() / 1000)
    const from = { case: 'from', value: { seconds: seconds + 1n } } as const
    expect(await read({ asc: true, creationDateFilter: from })).toEqual([])
    const range = { case: 'range', value: { since: { seconds }, until: { seconds } } } as const
    expect(await read({ aggregateId: organizationId, creationDateFilter: range })).toHaveLength(5)
  })

  test('holds no token, key or code', async () => {
    const { events } = await world.ask(admin.listEvents, owner(), {})
    const text = JSON.stringify(events.map(({ payload }) => payload))
    for (const secret of [world.first.machine?.token, world.first.loginClient?.token, world.first.password]) {
      expect(text).not.toContain(secret)
    }
  })

  test('sees nothing of another instance', async () => {
    const { events } = await world.ask(admin.listEvents, world.by(['IAM_OWNER'], { instanceId: 'other' }), {})
    expect(events).toEqual([])
  })

  test('knows the types of events and aggregates, and what happened to an organization', async () => {
    const { eventTypes } = await world.ask(admin.listEventTypes, owner(), {})
    expect(eventTypes.map(({ type }) => type)).toContain('user.human.mfa.otp.removed')
    const { aggregateTypes } = await world.ask(admin.listAggregateTypes, owner(), {})
    expect(aggregateTypes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['instance', 'org', 'user']),
    )
    const { result } = await world.ask(management.listOrgChanges, owner(), { query: { limit: 1 } })
    expect(result).toHaveLength(1)
  })
})
