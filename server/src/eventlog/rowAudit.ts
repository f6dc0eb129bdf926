import type { Query } from '../database/query.ts'
import type { StreamRef } from '../kernel/facet.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Folded } from './foldEvents.ts'
import { type IndexTable, identifier } from './indexTables.ts'
import type { Registry } from './registry.ts'
import { completeRow, keyOf } from './rowChanges.ts'
import { renderRows } from './snapshot.ts'
import { TupleSet } from './tupleSet.ts'
import type { Finding } from './upkeep.ts'

/** The physical address and version of a row that no stream renders. */
export interface OrphanRow {
  readonly table: string
  readonly ctid: string
  readonly xmin: string
}

/** Compares index rows with the rows that the folded streams render, in both directions. */
export interface RowAudit {
  check(registry: Registry, chunk: readonly Folded[]): Promise<void>
  /** Returns the rows that no stream renders; to be called after all streams were checked. */
  orphans(): Promise<OrphanRow[]>
}

interface Expected {
  readonly stream: StreamRef
  readonly row: JsonObject
}

/** Begins an audit in the current transaction, which must be repeatable read. */
export function rowAudit(
  query: Query,
  tables: ReadonlyMap<string, IndexTable>,
  findings: Finding[],
): RowAudit {
  const seen = new Map([...tables.keys()].map((name) => [name, new TupleSet()]))

  const compare = async (table: IndexTable, expected: readonly Expected[]) => {
    const results = await query<{ ctid: string | null; differs: boolean }>(
      comparison(table),
      [JSON.stringify(expected.map(({ row }) => completeRow(table, row)))],
      `log_verify_${table.name}`.slice(0, 63),
    )
    results.forEach(({ ctid, differs }, at) => {
      const { stream, row } = expected[at] ?? {}
      if (stream === undefined || row === undefined) return
      const detail = `${table.name} ${keyOf(table, row)}`
      if (ctid === null) findings.push({ kind: 'row_missing', stream, detail })
      else {
        seen.get(table.name)?.add(ctid)
        if (differs) findings.push({ kind: 'row_differs', stream, detail })
      }
    })
  }
  return {
    async check(registry, chunk) {
      const expected = new Map<string, Expected[]>()
      for (const { ref, snapshot } of chunk) {
        if (snapshot === undefined) continue
        for (const [name, rows] of Object.entries(renderRows(snapshot, registry.entries(ref.type)))) {
          const known = expected.get(name) ?? []
          expected.set(name, known)
          for (const row of rows) known.push({ stream: ref, row })
        }
      }
      for (const [name, rows] of expected) {
        const table = tables.get(name)
        if (table === undefined) throw new Error(`rows for ${name}, which is not a registered index table`)
        if (rows.length > 0) await compare(table, rows)
      }
    },
    async orphans() {
      const orphans: OrphanRow[] = []
      for (const table of tables.values()) {
        const rendered = seen.get(table.name) ?? new TupleSet()
        for await (const row of unrendered(query, table, rendered)) {
          orphans.push({ table: table.name, ctid: row.ctid, xmin: row.xmin })
          findings.push({ kind: 'row_orphan', detail: `${table.name} ${JSON.stringify(row.key)}` })
        }
      }
      return orphans
    },
  }
}

async function* unrendered(query: Query, table: IndexTable, rendered: TupleSet) {
  const name = identifier(table.name)
  const [count] = await query<{ rows: number }>(`select count(*)::int as rows from ${name}`)
  if (count?.rows === rendered.size) return
  const key = table.primaryKey.map(identifier).join(', ')
  await query(
    `declare all_rows no scroll cursor for
     select ctid::text, xmin::text, jsonb_build_array(${key}) as key from ${name}`,
  )
  for (;;) {
    const rows = await query<{ ctid: string; xmin: string; key: unknown[] }>('fetch 1000 from all_rows')
    if (rows.length === 0) break
    for (const row of rows) if (!rendered.has(row.ctid)) yield row
  }
  await query('close all_rows')
}

function comparison(table: IndexTable): string {
  const name = identifier(table.name)
  const columns = table.columns.map(identifier)
  const of = (alias: string) => `row(${columns.map((column) => `${alias}.${column}`).join(', ')})`
  const same = table.primaryKey.map((key) => `t.${identifier(key)} = e.${identifier(key)}`).join(' and ')
  return `select t.ctid::text, ${of('t')} is distinct from ${of('e')} as differs
    from jsonb_array_elements($1::jsonb) with ordinality j(value, ord)
    cross join lateral jsonb_populate_record(null::${name}, j.value) e
    left join ${name} t on ${same}
    order by j.ord`
}
