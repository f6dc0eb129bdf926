import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../access/call.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import { migrations } from '../../product.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts'
import type { Deps } from '../manifest.ts'
import { listUsers } from './userSearch.ts'

/** 20,500 people whose nicknames begin with a letter, two of whom have another one as well. */
const crowd = `insert into users (instance_id, user_id, org_id, kind, status, username, scope, given_name, family_name, nick_name,
    display_name, preferred_language, gender, email, email_verified, phone, phone_verified, has_password, description,
    access_token_type, has_secret, created_at, password_change_required, avatar_key, username_folded, given_name_folded,
    family_name_folded, nick_name_folded, display_name_folded, email_folded, phone_folded)
  select 'i1', 'u' || lpad(n::text, 5, '0'), 'o1', 'human', 'active', 'u' || n, '', 'g', 'f', nick, 'd', '', 'unspecified', '', false, '',
    false, false, '', 'bearer', false, now(), false, '', 'u' || n, 'g', 'f', nick, 'd', '', ''
  from generate_series(1, 20500) n, lateral (select case when n > 20498 then 'xy' else 'x' end as nick) k`

let db: TestDatabase
let database: Deps['database']
/** The statements that read all matches at once. */
let readAtOnce = 0
beforeAll(async () => {
  db = await createTestDatabase(migrations)
  database = {
    ...db.database,
    query: (sql, ...rest) => {
      if (sql.startsWith('with found')) readAtOnce++
      return db.database.query(sql, ...rest)
    },
  }
  await db.database.query(crowd)
})
afterAll(() => db.close())

const call = {
  now: new Date(),
  instance: { id: 'i1' },
  orgId: 'o1',
} as unknown as Call

// The page is found by the database; its rows may be kept, which other tests look at.
const load: Read = (read) => read.load()
const log = {
  confirmed: { read: load, begin: () => ({ read: load, confirmed: async () => true }) },
} as unknown as Deps['log']

const everybody = {
  queries: [],
  sortingColumn: 0,
  page: { offset: '0', limit: 2, asc: true },
  states: {},
  visible: 'context' as const,
}

/** Lists people whose nickname begins with a text, or contains it, by id. */
async function find(nickName: string, offset: number, countsFew?: boolean, contains?: 'contains') {
  const { rows, total, more } = await listUsers({ database, log }, call, {
    ...everybody,
    queries: [{ query: { case: 'nickNameQuery', value: { nickName, method: contains ? 5 : 3 } } }],
    page: { ...everybody.page, offset: String(offset) },
    ...(countsFew && { countsFew }),
  })
  return { ids: rows.map(({ user_id }) => user_id), total, ...(more && { more }) }
}

test('few matches are found with their number, and beyond the last of them there are none', async () => {
  expect(await find('xy', 0)).toEqual({ ids: ['u20499', 'u20500'], total: 2 })
  expect(await find('xy', 1)).toEqual({ ids: ['u20500'], total: 2 })
  expect(await find('xy', 2)).toEqual({ ids: [], total: 2 })
  expect(await find('z', 0)).toEqual({ ids: [], total: 0 })
})

test('more matches than are read at once are counted, and have the same order', async () => {
  expect(await find('x', 0)).toEqual({ ids: ['u00001', 'u00002'], total: 20_500 })
  expect(await find('x', 20_499)).toEqual({ ids: ['u20500'], total: 20_500 })
  expect(await find('x', 30_000)).toEqual({ ids: [], total: 20_500 })
})

test('readers who need no exact number are told that there are more than 20,000', async () => {
  expect(await find('xy', 0, true)).toEqual({ ids: ['u20499', 'u20500'], total: 2 })
  expect(await find('x', 0, true)).toEqual({ ids: ['u00001', 'u00002'], total: 20_000, more: true })
  expect(await find('x', 20_400, true)).toMatchObject({ total: 20_000, more: true })
  expect(await find('x', 20_499, true), 'the last page knows the number').toMatchObject({ total: 20_500 })
  expect(await find('x', 30_000, true), 'a page beyond it, too').toEqual({ ids: [], total: 20_500 })
})

test('where PostgreSQL expects many matches, they are not read at once; the numbers are right, whatever it expects', async () => {
  await db.database.query('analyze users')
  readAtOnce = 0
  expect(await find('x', 0, false, 'contains')).toEqual({ ids: ['u00001', 'u00002'], total: 20_500 })
  expect(await find('x', 20_499, false, 'contains')).toEqual({ ids: ['u20500'], total: 20_500 })
  expect(await find('x', 0, true, 'contains')).toMatchObject({ total: 20_000, more: true })
  expect(await find('x', 30_000, true, 'contains')).toEqual({ ids: [], total: 20_500 })
  expect(readAtOnce).toBe(0)
  expect(await find('xy', 0, true, 'contains')).toEqual({ ids: ['u20499', 'u20500'], total: 2 })
  expect(readAtOnce).toBe(1)
  const ofFew =
    "(exists (select from instances i where i.instance_id = u.instance_id) or u.user_id = 'u00007')"
  const { rows, total } = await listUsers({ database, log }, call, {
    ...everybody,
    conditions: [() => ofFew],
  })
  expect([rows.map(({ user_id }) => user_id), total]).toEqual([['u00007'], 1])
  expect(readAtOnce, 'PostgreSQL would expect half of all people').toBe(2)
  await db.database.query("update users set nick_name = 'z', nick_name_folded = 'z' where user_id > 'u00100'")
  expect(await find('x', 0, true, 'contains')).toEqual({ ids: ['u00001', 'u00002'], total: 100 })
  expect(await find('x', 98, false, 'contains')).toEqual({ ids: ['u00099', 'u00100'], total: 100 })
})
