import { LRUCache } from 'lru-cache'

/** The most names: every connection keeps the statements of all that it has run. */
const mostNames = 300
/** Texts whose uses are counted until they get a name. */
const mostCounted = 2_000
/** Uses of a text until it gets a name, so that texts that are sent once leave the names to others. */
const usesToName = 3

/**
 * Names the texts of statements, so that each is parsed once per connection, and planned once if the plan does not depend on its
 * values. Texts beyond the first ones stay unnamed.
 */
export function statementNames(prefix: string): (sql: string) => string | undefined {
  const names = new Map<string, string>()
  const uses = new LRUCache<string, number>({ max: mostCounted })
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined || names.size === mostNames) return known
    const count = (uses.get(sql) ?? 0) + 1
    uses.set(sql, count)
    if (count < usesToName) return undefined
    uses.delete(sql)
    const name = `${prefix}-${names.size}`
    names.set(sql, name)
    return name
  }
}
