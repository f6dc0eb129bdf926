import { LRUCache } from 'lru-cache'

/** The streams whose settings a value is computed from, with their present versions. `orgId` '' means the instance alone. */
export interface SettingsVersions {
  readonly instanceId: string
  readonly orgId: string
  /** By the id of instance and organization, as the statement of the page's facts has read them. */
  readonly versions: Readonly<Record<string, string>>
}

/** Returns the value of a key, computed by `load` only if one of the streams has changed since it was computed last. */
export type ConfirmedCache<Value> = (
  settings: SettingsVersions,
  key: string,
  load: () => Promise<Value>,
) => Promise<Value>

/** Values that a cache keeps; the least recently used ones are dropped first. */
const kept = 2000

/** Returns a cache that is as fresh as the versions that a page has read. Keys must come from a small set, such as languages. */
export function confirmedCache<Value>(): ConfirmedCache<Value> {
  const values = new LRUCache<string, { readonly value: Promise<Value> }>({ max: kept })
  return async ({ instanceId, orgId, versions }, key, load) => {
    const name = [instanceId, versions[instanceId], orgId, versions[orgId], key].join(' ')
    const known = values.get(name)
    if (known) return known.value
    const entry = { value: load() }
    values.set(name, entry)
    entry.value.catch(() => values.get(name) === entry && values.delete(name))
    return entry.value
  }
}
