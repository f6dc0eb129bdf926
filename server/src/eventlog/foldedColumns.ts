import type { Json, JsonObject } from '../kernel/json.ts'
import { foldText } from '../kernel/text/foldText.ts'

/**
 * The columns of index tables that have a folded copy, by table. A column `name` has the copy `name_folded`, which holds
 * `foldText(name)`, so that no comparison, order or unique index depends on the database's locale (ADR 26). Facets render the
 * column itself only.
 */
export type FoldedColumns = Readonly<Record<string, readonly string[]>>

/** The version of `foldText` that made the folded columns of a row, in its column `folding`. */
const foldingRule = 1

/** Returns the columns of a table that are computed from its others, with their computation. */
export function computedColumns(sources: readonly string[]): ReadonlyMap<string, (row: JsonObject) => Json> {
  if (sources.length === 0) return new Map()
  return new Map<string, (row: JsonObject) => Json>([
    ...sources.map(
      (source) => [`${source}_folded`, (row: JsonObject) => foldText(String(row[source]))] as const,
    ),
    ['folding', () => foldingRule],
  ])
}

/**
 * SQL that gives a table folded columns with the values of the release before, `lower()` in the database's locale. Rows for
 * which these may be wrong get no `folding`, by which `foldRows` finds them. A trigger does the same for rows that a process of
 * the release before writes during a rolling upgrade.
 */
export function addFoldedColumns(table: string, sources: readonly string[], key: string): string {
  return `
      alter table ${table}
        ${sources.map((source) => `add column ${source}_folded text collate "C" not null default ''`).join(',\n        ')};
      update ${table} set ${sources.map((source) => `${source}_folded = lower(${source})`).join(', ')};
      ${foldFormerRows(table, sources, key)}`
}

/** The same for a table whose folded columns exist. */
export function foldFormerRows(table: string, sources: readonly string[], key: string): string {
  const doubtful = sources.map(
    (source) =>
      `octet_length(${source}) <> length(${source}) or ${source}_folded <> lower(${source} collate "C")`,
  )
  return `alter table ${table} add column folding smallint default 1;
      alter table ${table} alter column folding drop default;
      update ${table} set folding = null where ${doubtful.join('\n        or ')};
      create index ${table}_unfolded on ${table} (${key}) where folding is null;
      create function fold_former_${table}() returns trigger language plpgsql as $$ begin
        ${sources.map((source) => `new.${source}_folded := lower(new.${source});`).join(' ')}
        return new;
      end $$;
      create trigger ${table}_folded before insert or update on ${table}
        for each row when (new.folding is null) execute function fold_former_${table}();`
}
