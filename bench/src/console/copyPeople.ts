import type pg from 'pg'

const userId = (original: string) => `${original} || '-' || n`
/** The organization of a copy, the same one in all tables. */
const orgId = (original: string) =>
  `($2::text[])[1 + (hashtext(${original} || n) & 2147483647) % cardinality($2::text[])]`

/** The rows of a person: the column of their id, and SQL of the columns by which copy `n` of the row `t` differs. */
const tables = {
  users: {
    key: 'user_id',
    differs: {
      user_id: userId('t.user_id'),
      org_id: orgId('t.user_id'),
      username: `t.username || '.' || n`,
      username_folded: `t.username_folded || '.' || n`,
      email: `n || '.' || t.email`,
      email_folded: `n || '.' || t.email_folded`,
    },
  },
  user_factors: {
    key: 'user_id',
    differs: { user_id: userId('t.user_id'), org_id: orgId('t.user_id') },
  },
  streams: {
    key: 'stream_id',
    differs: { stream_id: userId('t.stream_id'), owner: orgId('t.stream_id') },
  },
  events: {
    key: 'stream_id',
    differs: {
      stream_id: userId('t.stream_id'),
      owner: orgId('t.stream_id'),
      created_at: `t.created_at - n * interval '6 hours'`,
    },
  },
} as const

/**
 * Copies people with their factors and events, spread over the organizations and the last weeks. Lists and counts read them as they read
 * others; the hashes of their events do not hold.
 */
export async function copyPeople(
  client: pg.Client,
  userIds: readonly string[],
  { copies, orgIds }: { readonly copies: number; readonly orgIds: readonly string[] },
): Promise<void> {
  await client.query('set statement_timeout = 0')
  for (const [table, { key, differs }] of Object.entries(tables)) {
    const columns = await columnsOf(client, table)
    const values = columns.map(
      (column) => (differs as Readonly<Record<string, string>>)[column] ?? `t.${column}`,
    )
    await client.query(
      `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
         from ${table} t cross join generate_series(1, $3::int) n where t.${key} = any($1::text[])`,
      [userIds, orgIds, copies],
    )
  }
  await client.query('vacuum analyze')
}

/** The columns that are stored as given. */
async function columnsOf(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ attname: string }>(
    `select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
        and attgenerated = '' and attidentity = '' order by attnum`,
    [table],
  )
  return rows.map(({ attname }) => attname)
}
