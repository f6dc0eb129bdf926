import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations } from '../../../product.ts'
import { createTestDatabase, type TestDatabase } from '../../../testing/testDatabase.ts'
import { type UserFacts, userFactsSql } from './userFacts.ts'

let test_: TestDatabase
const sql = `select ${userFactsSql({
  instanceId: '$1',
  userId: '$2',
  scopes: '$3::text[]',
  projects: '$4::text[]',
})} as facts`

async function facts(scopes: readonly string[], projects: readonly string[], userId = 'ada') {
  const [row] = await test_.database.query<{ facts: UserFacts | null }>(sql, ['i', userId, scopes, projects])
  return row?.facts
}

/** Inserts a row whose other columns get a value of their type. */
async function insert(table: string, row: Readonly<Record<string, unknown>>) {
  const columns = await test_.database.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, -1) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull and attgenerated = ''`,
    [table],
  )
  const fillers: Readonly<Record<string, unknown>> = {
    text: '',
    boolean: false,
    bigint: 1,
    'timestamp with time zone': new Date(0),
    'text[]': [],
  }
  const full = Object.fromEntries(columns.map(({ name, type }) => [name, fillers[type]]))
  const values = { ...full, instance_id: 'i', ...row }
  const names = Object.keys(values)
  const places = names.map((_, at) => `$${at + 1}`).join(', ')
  await test_.database.query(
    `insert into ${table} (${names.join(', ')}) values (${places})`,
    Object.values(values),
  )
}

beforeAll(async () => {
  test_ = await createTestDatabase(migrations)
  await insert('organizations', org('acme'))
  await insert('organizations', org('globex'))
  await insert('organizations', { ...org('gone'), state: 'inactive' })
  const user = { kind: 'human', status: 'active', username: 'ada', username_folded: 'ada' }
  await insert('users', { ...user, user_id: 'ada', org_id: 'acme', display_name: 'Ada' })
  await insert('user_metadata', { user_id: 'ada', key: 'long', value: Buffer.alloc(90, 1) })
  for (const project of ['shop', 'crm', 'off', 'anew']) {
    const added = project === 'anew' ? 9 : 1
    const state = project === 'off' ? 'inactive' : 'active'
    await insert('projects', {
      added_sequence: added,
      project_id: project,
      org_id: 'acme',
      state,
      name: project,
      name_folded: project,
    })
    for (const key of ['reader', 'admin', 'later']) {
      const sequence = key === 'later' ? 9 : 1
      await insert('project_roles', { project_id: project, role_key: key, added_sequence: sequence })
    }
  }
  const grant = { project_id: 'shop', org_id: 'acme', role_keys: ['reader'] }
  await insert('project_grants', { ...grant, grant_id: 'g1', granted_org_id: 'globex', state: 'active' })
  await insert('project_grants', { ...grant, grant_id: 'g2', granted_org_id: 'gone', state: 'inactive' })
})
afterAll(() => test_?.close())

const org = (id: string) => ({
  org_id: id,
  name: id,
  name_folded: id,
  state: 'active',
  primary_domain: `${id}.test`,
})
let count = 0
const authorize = (row: Readonly<Record<string, unknown>>) =>
  insert('authorizations', {
    authorization_id: `a${++count}`,
    user_id: 'ada',
    org_id: 'acme',
    project_id: 'shop',
    role_keys: ['reader', 'admin', 'later', 'removed'],
    project_sequence: 5,
    state: 'active',
    ...row,
  })

test('an unknown user has no facts', async () => {
  expect(await facts(['openid'], [], 'bob')).toBeNull()
})

test('metadata is read only for its scope', async () => {
  expect(await facts(['openid', 'profile'], [])).toMatchObject({
    userId: 'ada',
    displayName: 'Ada',
    org: { id: 'acme', name: 'acme', primaryDomain: 'acme.test' },
    metadata: null,
    roles: null,
  })
  const { metadata } = (await facts(['urn:zitadel:iam:user:metadata'], [])) ?? {}
  expect(Buffer.from(metadata?.['long'] ?? '', 'base64')).toEqual(Buffer.alloc(90, 1))
})

test('only what is active counts, and of roles only those that project and grant still have', async () => {
  await authorize({})
  await authorize({ org_id: 'globex', grant_id: 'g1' })
  await authorize({ org_id: 'acme', grant_id: 'g2' })
  await authorize({ org_id: 'gone' })
  await authorize({ project_id: 'crm', state: 'inactive' })
  await authorize({ project_id: 'off' })
  await authorize({ project_id: 'anew' })
  const { roles } = (await facts(['openid'], ['shop', 'crm', 'off', 'anew'])) ?? {}
  expect(roles).toEqual([
    { projectId: 'shop', orgId: 'acme', domain: 'acme.test', roleKeys: ['reader', 'admin'] },
    { projectId: 'shop', orgId: 'globex', domain: 'globex.test', roleKeys: ['reader'] },
  ])
  expect((await facts(['openid'], ['crm']))?.roles).toBeNull()
})
