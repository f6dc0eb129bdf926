import { connectionConfig, type TlsMode, tlsMode, withTlsMode } from './connectionConfig.ts'
import { ConnectionFailure } from './connectionFailure.ts'
import { SessionClient } from './sessionClient.ts'

/** The server or database lacks something that the product needs; each line of the message names one thing and its remedy. */
export class DatabaseUnsuitableError extends Error {
  override readonly name = 'DatabaseUnsuitableError'
}

/** The facts about a server and database on which the product depends. */
export interface ServerFacts {
  /** `server_version_num`, such as 180004. */
  readonly version: number
  readonly shown_version: string
  readonly encoding: string
  /** True on a standby, which accepts no writes. */
  readonly standby: boolean
  readonly database: string
  readonly role: string
  /** The schema of the product's tables. */
  readonly schema: string
  /** Null if the schema does not exist. */
  readonly may_create: boolean | null
  readonly may_create_schema: boolean
  /** The owner of existing tables, if the role has not its rights. */
  readonly other_owner: string | null
}

const oldestVersion = 15

/** Returns one sentence for everything that the product needs and does not find: the state, and the remedy. */
export function serverFaults(facts: ServerFacts): readonly string[] {
  const { database, role, schema } = facts
  const faults: string[] = []
  if (facts.version < oldestVersion * 10_000) {
    faults.push(
      `PostgreSQL ${facts.shown_version} is too old; use a server of version ${oldestVersion} or newer`,
    )
  }
  if (facts.encoding !== 'UTF8') {
    faults.push(
      `the database ${database} has the encoding ${facts.encoding}, which cannot hold every name; ` +
        `create one with: create database ${database}_utf8 encoding 'UTF8' template template0 locale 'C.UTF-8'`,
    )
  }
  if (facts.standby) {
    faults.push(
      'the server is a read-only standby; name the primary in SALLYPORT_DATABASE_URL, or promote this one',
    )
  }
  if (facts.may_create === null) {
    faults.push(
      `the database ${database} has no schema ${schema}; create it with: create schema ${schema} authorization ${role}`,
    )
  } else if (!facts.may_create && !facts.standby) {
    faults.push(
      `role ${role} may not create tables in schema ${schema} of database ${database}; ` +
        `grant it with: grant usage, create on schema ${schema} to ${role}`,
    )
  }
  if (!facts.may_create_schema && !facts.standby) {
    faults.push(
      `role ${role} may not create schemas in database ${database}, as the job queue needs; ` +
        `grant it with: grant create on database ${database} to ${role}`,
    )
  }
  if (facts.other_owner !== null) {
    faults.push(
      `the tables in database ${database} belong to role ${facts.other_owner}, whose rights ${role} does not have; ` +
        `connect as ${facts.other_owner}, or run: grant ${facts.other_owner} to ${role}`,
    )
  }
  return faults
}

const factsStatement = `
  select current_setting('server_version_num')::int as version, current_setting('server_version') as shown_version,
    current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
    current_database() as database, current_user as role, path.schema,
    (select has_schema_privilege(n.oid, 'create') and has_schema_privilege(n.oid, 'usage')
       from pg_namespace n where n.nspname = path.schema) as may_create,
    has_database_privilege(current_database(), 'create')
      or exists (select from pg_namespace n where n.nspname = 'graphile_worker') as may_create_schema,
    coalesce(
      (select pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = path.schema and c.relname in ('schema_migrations', 'events', 'streams')
           and not pg_has_role(c.relowner, 'usage') limit 1),
      (select pg_get_userbyid(n.nspowner) from pg_namespace n
         where n.nspname = 'graphile_worker' and not pg_has_role(n.nspowner, 'usage'))) as other_owner
  from (select (parse_ident(current_setting('search_path'), false))[1] as schema) as path`

/**
 * Connects once and returns the URL for all other connections, with `sslmode=allow` and `prefer` replaced by the mode that works.
 * Throws `ConnectionFailure` or `DatabaseUrlError`, and `DatabaseUnsuitableError` if the product cannot work with the server or
 * with a pooler before it.
 */
export async function checkServer(url: string): Promise<string> {
  const { client, reached } = await reach(url)
  try {
    const { rows } = await client.query<ServerFacts>(factsStatement)
    const faults = rows.flatMap(serverFaults)
    if (await sharesSessions(client, reached)) faults.push(poolerFault)
    if (faults.length > 0) throw new DatabaseUnsuitableError(faults.join('\n'))
    return reached
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Connects as libpq does: `prefer` without TLS if the server has none, `allow` with TLS if it must be. */
async function reach(url: string): Promise<{ readonly client: SessionClient; readonly reached: string }> {
  const modes = triedModes(tlsMode(url))
  for (const [index, mode] of modes.entries()) {
    const reached = mode === undefined ? url : withTlsMode(url, mode)
    const client = new SessionClient(connectionConfig(reached))
    try {
      await client.connect()
      return { client, reached }
    } catch (error) {
      const other = error instanceof ConnectionFailure && (error.ofTls || error.code === '28000')
      if (!other || index === modes.length - 1) throw error
    }
  }
  throw new Error('no mode of TLS was tried')
}

function triedModes(mode: TlsMode): readonly (TlsMode | undefined)[] {
  if (mode === 'prefer') return ['require', 'disable']
  return mode === 'allow' ? ['disable', 'require'] : [undefined]
}

const poolerFault =
  'a pooler before PostgreSQL gives each transaction another session, but prepared statements, LISTEN and locks need one of ' +
  'their own; set pool_mode = session for this database in pgbouncer.ini, or name PostgreSQL itself in SALLYPORT_DATABASE_URL'

/** The number of turns in which two connections compare their sessions. */
const turns = 5

/**
 * Whether a pooler gives sessions to transactions instead of connections. A pooler shows in the process id, which it replaces
 * at the start. It shares sessions if one of two open connections changes its session, or both have the same one.
 */
async function sharesSessions(one: SessionClient, url: string): Promise<boolean> {
  const sessionOf = async (client: SessionClient) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return rows[0]?.pid
  }
  const own = await sessionOf(one)
  if (own === (one as { processID?: number }).processID) return false
  const two = new SessionClient(connectionConfig(url))
  try {
    await two.connect()
    const other = await sessionOf(two)
    for (let turn = 0; turn < turns; turn++) {
      const [first, second] = [await sessionOf(one), await sessionOf(two)]
      if (first !== own || second !== other || first === second) return true
    }
    return false
  } finally {
    await two.end().catch(() => undefined)
  }
}
