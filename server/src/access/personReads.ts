import type { ReadFrom } from '../eventlog/keptReads.ts'

/** The types of streams that are about one person or one login each. They change all the time, all others seldom. */
const personTypes = ['user', 'session', 'oidc_session', 'auth_request', 'device_auth', 'browser'] as const

/**
 * The streams of these types from which a read reads, by their ids; `all` if it finds them by something else, such as a login name. It
 * may read from all other streams of the instance and the system.
 */
export type PersonReads = { readonly [Type in (typeof personTypes)[number]]?: readonly string[] | 'all' }

/** Returns the streams from which several reads read together. `events` are types of events that count in streams of any id. */
export function readFromOf(
  instanceId: string,
  parts: readonly PersonReads[],
  events?: ReadonlySet<string>,
): ReadFrom {
  const byId: Record<string, string[]> = {}
  for (const type of personTypes) {
    const ids: string[] = []
    const isAll = parts.some((part) => {
      const own = part[type] ?? []
      if (own !== 'all') ids.push(...own)
      return own === 'all'
    })
    if (!isAll) byId[type] = ids
  }
  return { instanceId, byId, events }
}
