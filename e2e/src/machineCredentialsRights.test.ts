import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { eventTypesOf } from './factors.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const writers = {
  IAM_OWNER: 'ok',
  IAM_USER_MANAGER: 'ok',
  IAM_OWNER_VIEWER: 'PermissionDenied',
  ORG_OWNER: 'ok',
  ORG_USER_MANAGER: 'ok',
  ORG_OWNER_VIEWER: 'PermissionDenied',
  'ORG_OWNER elsewhere': 'NotFound',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'another instance': 'Unauthenticated',
}
const viewers = { ...writers, IAM_OWNER_VIEWER: 'ok', ORG_OWNER_VIEWER: 'ok', itself: 'NotFound' }
const expirationDate = timestampFromDate(new Date(Date.now() + 3_600_000))
const v2 = (options: ClientOptions) => server.client(UserService, options)
const v1 = (options: ClientOptions) =>
  server.client(ManagementService, { ...options, headers: { ...org.headers, ...options.headers } })

type Act = (options: ClientOptions, userId: string) => Promise<unknown>
const acts: Readonly<Record<string, readonly [Act, Readonly<Record<string, string>>]>> = {
  'v2 AddPersonalAccessToken then RemovePersonalAccessToken': [
    async (o, userId) => {
      const { tokenId } = await v2(o).addPersonalAccessToken({ userId, expirationDate })
      await v2(o).removePersonalAccessToken({ userId, tokenId })
    },
    { ...writers, itself: 'ok' },
  ],
  'v2 AddKey then RemoveKey': [
    async (o, userId) => {
      const { keyId } = await v2(o).addKey({ userId, expirationDate })
      await v2(o).removeKey({ userId, keyId })
    },
    { ...writers, itself: 'ok' },
  ],
  'v2 AddSecret then RemoveSecret': [
    async (o, userId) => {
      await v2(o).addSecret({ userId })
      await v2(o).removeSecret({ userId })
    },
    { ...writers, itself: 'ok' },
  ],
  'v1 AddPersonalAccessToken then RemovePersonalAccessToken': [
    async (o, userId) => {
      const { tokenId } = await v1(o).addPersonalAccessToken({ userId })
      await v1(o).removePersonalAccessToken({ userId, tokenId })
    },
    { ...writers, itself: 'NotFound' },
  ],
  'v1 AddMachineKey then RemoveMachineKey': [
    async (o, userId) => {
      const { keyId } = await v1(o).addMachineKey({ userId, type: KeyType.JSON })
      await v1(o).removeMachineKey({ userId, keyId })
    },
    { ...writers, itself: 'NotFound' },
  ],
  'v1 GenerateMachineSecret then RemoveMachineSecret': [
    async (o, userId) => {
      await v1(o).generateMachineSecret({ userId })
      await v1(o).removeMachineSecret({ userId })
    },
    { ...writers, itself: 'NotFound' },
  ],
  'v1 ListPersonalAccessTokens': [(o, userId) => v1(o).listPersonalAccessTokens({ userId }), viewers],
  'v1 ListMachineKeys': [(o, userId) => v1(o).listMachineKeys({ userId }), viewers],
}

const org = await addOrg(server)
const other = await addInstance(server)
const { orgId } = org
const machine = await addMachine(server, { orgId })
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    orgId,
    'IAM_USER_MANAGER',
    'IAM_OWNER_VIEWER',
    'ORG_OWNER',
    'ORG_USER_MANAGER',
    'ORG_OWNER_VIEWER',
  )),
  itself: { token: machine.token },
}

describe.each(Object.entries(acts))('%s', (_name, [act, expected]) => {
  test('requires its right, and a refusal writes nothing', async () => {
    const outcomes: Record<string, string> = {}
    for (const [caller, options] of Object.entries(callers)) {
      const before = (await eventTypesOf(server, machine.userId)).length
      outcomes[caller] = await statusOf(act(options, machine.userId))
      const written = (await eventTypesOf(server, machine.userId)).length - before
      if (outcomes[caller] !== 'ok') expect([caller, written]).toEqual([caller, 0])
    }
    expect(outcomes).toEqual(expected)
  })
})

describe('removing credentials that another caller added', () => {
  test('requires the right, too', async () => {
    const { userId } = machine
    const { tokenId } = await v2({}).addPersonalAccessToken({ userId, expirationDate })
    const { keyId } = await v2({}).addKey({ userId, expirationDate })
    await v2({}).addSecret({ userId })
    for (const caller of [
      'IAM_OWNER_VIEWER',
      'ORG_OWNER_VIEWER',
      'ORG_OWNER elsewhere',
      'no membership',
    ] as const) {
      const options = callers[caller] ?? {}
      const statuses = [
        await statusOf(v2(options).removePersonalAccessToken({ userId, tokenId })),
        await statusOf(v2(options).removeKey({ userId, keyId })),
        await statusOf(v2(options).removeSecret({ userId })),
        await statusOf(v1(options).removePersonalAccessToken({ userId, tokenId })),
        await statusOf(v1(options).removeMachineKey({ userId, keyId })),
        await statusOf(v1(options).removeMachineSecret({ userId })),
      ]
      expect([caller, statuses]).toEqual([caller, statuses.map(() => writers[caller])])
    }
    await v1({}).removePersonalAccessToken({ userId, tokenId })
    await v1({}).removeMachineKey({ userId, keyId })
    await v1({}).removeMachineSecret({ userId })
  })
})

describe('the owner of another instance', () => {
  test('adds and removes nothing here', async () => {
    const { userId } = machine
    const there = v2({ token: other.token, headers: other.headers })
    const { tokenId } = await v2({}).addPersonalAccessToken({ userId, expirationDate })
    const failed = 'FailedPrecondition'
    expect(await statusOf(there.addPersonalAccessToken({ userId, expirationDate }))).toBe(failed)
    expect(await statusOf(there.addKey({ userId, expirationDate }))).toBe(failed)
    expect(await statusOf(there.addSecret({ userId }))).toBe(failed)
    expect(await statusOf(there.removePersonalAccessToken({ userId, tokenId }))).toBe('NotFound')
    const { result } = await there.listPersonalAccessTokens({})
    expect(result.map((token) => token.userId)).not.toContain(userId)
    expect((await refusalOf(v2({ token: machine.token, headers: other.headers }).listKeys({}))).code).toBe(
      'Unauthenticated',
    )
  })
})
