import type { Query } from '../database/query.ts'

/** The same query, with how often each named statement ran; '' for those without a name. */
export function countingQuery(
  query: Query,
  counts = new Map<string, number>(),
): Query & { readonly counts: Map<string, number> } {
  const counted: Query = async (sql, values, name = '') => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
    return query(sql, values, name || undefined)
  }
  return Object.assign(counted, { counts })
}
