import type pg from 'pg'
import { identifier } from '../../../server/src/eventlog/indexTables.ts'
import type { Vault } from '../../../server/src/eventlog/vault.ts'
import type { StreamCopy } from './streamTemplate.ts'

/** Writes copies of streams in transactions of many, with everything that an append writes for a new stream except jobs. */
export interface BulkWriter {
  add(copy: StreamCopy): Promise<void>
  /** Writes the rest. */
  end(): Promise<void>
}

/** Rows as JSON, by table. */
type Batch = Map<string, string[]>

const streamsPerTransaction = 1_000
/** Given by the database. */
const generated: ReadonlySet<string> = new Set(['position', 'xact'])

/** Opens a writer on a connection of its own; the next batch is rendered while one is written. */
export async function openBulkWriter(client: pg.Client, vault: Pick<Vault, 'seal'>): Promise<BulkWriter> {
  const columns = await readColumns(client)
  let copies: StreamCopy[] = []
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    const batch = await batchOf(copies, vault)
    copies = []
    await writing
    writing = write(client, columns, batch)
    // Awaited by the next flush; a failure in between must not end the process.
    writing.catch(() => undefined)
  }
  return {
    async add(copy) {
      copies.push(copy)
      if (copies.length >= streamsPerTransaction) await flush()
    },
    async end() {
      await flush()
      await writing
    },
  }
}

async function batchOf(copies: readonly StreamCopy[], vault: Pick<Vault, 'seal'>): Promise<Batch> {
  const batch: Batch = new Map([
    ['events', copies.flatMap(({ events }) => events)],
    ['streams', copies.map(({ stream }) => stream)],
    ['log_commits', commitsOf(copies)],
    ['secrets', []],
  ])
  for (const { ref, secrets, rows } of copies) {
    for (const { id, plain } of secrets) {
      const sealed = await vault.seal(ref, id, plain)
      const key = `"instance_id":"${ref.instanceId}","stream_type":"${ref.type}","stream_id":"${ref.id}"`
      batch.get('secrets')?.push(`{${key},"id":"${id}","sealed":"\\\\x${sealed.toString('hex')}"}`)
    }
    for (const [table, row] of rows) {
      const known = batch.get(table)
      if (known === undefined) batch.set(table, [row])
      else known.push(row)
    }
  }
  return batch
}

/** Records the transaction by instance, as an append does. */
function commitsOf(copies: readonly StreamCopy[]): string[] {
  return [...Map.groupBy(copies, ({ ref }) => ref.instanceId)].map(([instanceId, some]) =>
    JSON.stringify({
      instance_id: instanceId,
      events: some.reduce((sum, { events }) => sum + events.length, 0),
      begun: some.map(({ ref }) => `${ref.type}:${ref.id}`),
    }),
  )
}

async function write(
  client: pg.Client,
  columns: ReadonlyMap<string, readonly string[]>,
  batch: Batch,
): Promise<void> {
  await client.query('begin')
  for (const [table, rows] of batch) {
    const names = (columns.get(table) ?? []).map(identifier).join(', ')
    await client.query({
      name: `bulk_${table}`,
      text: `insert into ${identifier(table)} (${names})
        select ${names} from json_populate_recordset(null::${identifier(table)}, $1)`,
      values: [`[${rows.join(',')}]`],
    })
  }
  await client.query('commit')
}

/** The columns of all tables that are stored as given. */
async function readColumns(client: pg.Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ name: string; column: string }>(
    `select c.relname as name, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and a.attidentity = '' order by a.attnum`,
  )
  const stored = rows.filter(({ column }) => !generated.has(column))
  return new Map(
    [...Map.groupBy(stored, ({ name }) => name)].map(([name, some]) => [
      name,
      some.map(({ column }) => column),
    ]),
  )
}
