import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../access/call.ts'
import { migrations } from '../../product.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts'
import { readFacts } from './readFacts.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase(migrations)
})
afterAll(() => db.close())

/** Ten thousand people of one instance. */
const crowd = `insert into users (instance_id, user_id, org_id, kind, status, username, scope, given_name, family_name,
    nick_name, display_name, preferred_language, gender, email, email_verified, phone, phone_verified, has_password,
    description, access_token_type, has_secret, created_at, password_change_required, avatar_key, username_folded,
    email_folded, phone_folded, given_name_folded, family_name_folded, nick_name_folded, display_name_folded)
  select 'one', 'user-' || n, 'org-' || n % 10, 'human', 'active', 'name-' || n, '', '', '', '', '', '', '',
    n || '@mail.test', true, '+4179' || n, true, true, '', 'bearer', false, now(), false, '', 'name-' || n,
    n || '@mail.test', '+4179' || n, '', '', '', ''
  from generate_series(1, 10000) n`

test('the facts of one of many people are read by keys', async () => {
  let statement = ''
  let parameters = 0
  const find = async (sql: string, values: readonly string[]) => {
    statement = sql
    parameters = values.length
    return []
  }
  const call = { instance: { id: 'none' }, now: new Date() } as unknown as Call
  const read = readFacts({ find }, call, { account: { by: 'loginName', loginName: 'ada' } })
  await expect(read).rejects.toThrow('there is no instance none')
  await db.database.query(crowd)
  await db.database.query('analyze users')
  const columns = Array.from({ length: parameters }, (_, at) => `v${at + 1} text`).join(', ')
  const plan = await db.database.keyed<{ 'QUERY PLAN': string }>(
    `explain select f.* from json_to_recordset($1) as k(${columns})
       cross join lateral (${statement.replace(/\$(\d+)/g, 'k.v$1')}) f`,
    ['[]'],
    'explain-facts',
  )
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  for (const index of ['users_pkey', 'users_by_email', 'users_by_phone', 'users_username_unique']) {
    expect(text).toContain(index)
  }
  expect(text).not.toMatch(/Seq Scan|users_by_username_domain/)
  // Rows of facts are kept: all of these tables change by events, but for client_documents, whose rows are never kept.
  const tables = new Set([...text.matchAll(/ using \w+ on (\w+)/g)].map(([, table]) => table))
  expect([...tables].sort()).toEqual([
    'applications',
    'authorizations',
    'client_documents',
    'instance_domains',
    'instances',
    'login_policies',
    'login_policy_codes',
    'mfa_init_skips',
    'notification_providers',
    'org_domains',
    'organizations',
    'project_grants',
    'projects',
    'session_proofs',
    'sessions',
    'settings',
    'user_factors',
    'user_webauthn',
    'users',
    'voided_proofs',
  ])
})
