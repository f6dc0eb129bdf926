import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

interface Row {
  readonly kind: string
  readonly id: string
  readonly ownerId: string
  readonly ownerName: string
  readonly projectId?: string
  readonly orgId: string
  readonly expiresAt: string
  readonly expired: boolean
}

const clock = testClock()
const server = await systemServer({ clock })
const [one, two] = [await addOrg(server), await addOrg(server)]
const read = async (query = '', options?: RestOptions) =>
  (await operate(server, 'GET', `expiring?${query}`, options)) as unknown as {
    readonly total: number
    readonly rows: readonly Row[]
  }
const inDays = (days: number) => timestampFromDate(new Date(server.clock.now().getTime() + days * 86_400_000))

/** An organization's application with a key of 20 days, and a machine with a token of 10 days and a key of 30; another token has 500. */
async function addCredentials({ orgId, headers }: Pick<typeof one, 'orgId' | 'headers'>) {
  const management = server.client(ManagementService, { headers })
  const machine = await addMachine(server, { orgId })
  const { userId } = machine
  const { tokenId } = await management.addPersonalAccessToken({ userId, expirationDate: inDays(10) })
  await management.addPersonalAccessToken({ userId, expirationDate: inDays(500) })
  const { keyId } = await management.addMachineKey({ userId, type: 1, expirationDate: inDays(30) })
  const { id: projectId } = await management.addProject({ name: 'Shop' })
  const { appId } = await management.addAPIApp({ projectId, name: 'Till', authMethodType: 1 })
  const key = await management.addAppKey({ projectId, appId, type: 1, expirationDate: inDays(20) })
  return { management, userId, tokenId, keyId, projectId, appId, appKeyId: key.id }
}

const first = await addCredentials(one)
const second = await addCredentials(two)
const callers = await addCallers(
  server,
  one.orgId,
  'IAM_OWNER_VIEWER',
  'IAM_USER_MANAGER',
  'ORG_OWNER',
  'ORG_USER_MANAGER',
  'ORG_SETTINGS_MANAGER',
)
const member = await addMachine(server, { orgId: one.orgId })
await first.management.addProjectMember({
  projectId: first.projectId,
  userId: member.userId,
  roles: ['PROJECT_OWNER'],
})

test('the keys and tokens of an organization come in the order of their expiry, with their owners', async () => {
  const { total, rows } = await read(`orgId=${one.orgId}`)
  expect(total).toBe(3)
  const of = { orgId: one.orgId, expired: false, expiresAt: expect.any(String) }
  const machine = { ...of, ownerId: first.userId, ownerName: 'Machine' }
  expect(rows).toEqual([
    { ...machine, kind: 'personal_access_token', id: first.tokenId },
    {
      ...of,
      kind: 'application_key',
      id: first.appKeyId,
      ownerId: first.appId,
      ownerName: 'Till',
      projectId: first.projectId,
    },
    { ...machine, kind: 'machine_key', id: first.keyId },
  ])
  expect((await read(`orgId=${one.orgId}&days=600`)).total).toBe(4)
  expect((await read(`orgId=${one.orgId}&days=10`)).rows).toEqual([rows[0]])
  for (const row of rows) expect((await read(`orgId=${one.orgId}&kind=${row.kind}`)).rows).toEqual([row])
})

test('pages follow each other and count all', async () => {
  const { total, rows } = await read()
  expect(total).toBe(6)
  const pages = await Promise.all([0, 2, 4, 6].map((offset) => read(`offset=${offset}&limit=2`)))
  expect(pages.map((page) => page.total)).toEqual([6, 6, 6, 6])
  expect(pages.flatMap((page) => page.rows)).toEqual(rows)
  expect((await refusalOf(read('days=-1'))).id).toBe('operation.parameter_invalid')
  expect((await refusalOf(read('kind=web_key'))).id).toBe('operation.parameter_invalid')
})

test('everybody sees what they may read, and is refused without any right', async () => {
  const seen: Record<string, string> = {}
  const shown = async (query: string, options: RestOptions) => {
    const status = await statusOf(read(query, options))
    return status === 'ok' ? (await read(query, options)).total : status
  }
  for (const [caller, options] of Object.entries({ ...callers, 'member of a project': member })) {
    seen[caller] = [await shown('', options), await shown(`orgId=${one.orgId}`, options)].join(' ')
  }
  expect(seen).toEqual({
    IAM_OWNER_VIEWER: '6 3',
    IAM_USER_MANAGER: '6 3',
    ORG_OWNER: '3 3',
    ORG_USER_MANAGER: '2 2',
    ORG_SETTINGS_MANAGER: 'NotFound PermissionDenied',
    'ORG_OWNER elsewhere': '0 NotFound',
    'no membership': 'NotFound NotFound',
    'no token': 'Unauthenticated Unauthenticated',
    'another instance': 'Unauthenticated Unauthenticated',
    'member of a project': '1 1',
  })
  const own = await read('', callers['ORG_OWNER'])
  expect(new Set(own.rows.map(({ orgId }) => orgId))).toEqual(new Set([one.orgId]))
  expect((await read('', member)).rows).toMatchObject([{ id: first.appKeyId }])
  expect((await read(`orgId=${two.orgId}`, member)).rows).toEqual([])
  expect(await statusOf(read(`orgId=${two.orgId}`, callers['ORG_OWNER']))).toBe('NotFound')
})

test('another instance lists its own only', async () => {
  const other = await addInstance(server)
  const management = server.client(ManagementService, { token: other.token, headers: other.headers })
  const { tokenId } = await management.addPersonalAccessToken({
    userId: other.userId,
    expirationDate: inDays(10),
  })
  expect((await read('', other)).rows.map(({ id }) => id)).toEqual([tokenId])
  expect((await read(`orgId=${one.orgId}`, other)).rows).toEqual([])
  expect((await read()).total).toBe(6)
})

test('revoked tokens are left out; expired ones are marked, and come first', async () => {
  await second.management.removePersonalAccessToken({ userId: second.userId, tokenId: second.tokenId })
  expect((await read(`orgId=${two.orgId}`)).total).toBe(2)
  clock.advance(25 * 86_400)
  const { rows } = await read(`orgId=${two.orgId}`)
  expect(rows.map(({ id, expired }) => [id, expired])).toEqual([
    [second.appKeyId, true],
    [second.keyId, false],
  ])
  expect((await read(`orgId=${two.orgId}&days=0`)).rows).toEqual([rows[0]])
})
