import type { Deps } from '../../features/manifest.ts'

/** The streams whose settings a value is computed from. `orgId` '' means the instance alone. */
export interface SettingsOwner {
  readonly instanceId: string
  readonly orgId: string
}

/** The versions of the streams of an owner, as one statement has read them. */
export interface SettingsVersions extends SettingsOwner {
  /** The same object as long as the versions are the same; undefined if they are not known. */
  readonly versions: object | undefined
}

/** Returns the value of a key, computed by `load` only if one of the streams has changed since it was computed last. */
export type ConfirmedCache<Value> = (
  confirmed: SettingsVersions,
  key: string,
  load: () => Promise<Value>,
) => Promise<Value>

const versions = `select
  (select row(s.sequence, s.changed_at)::text from streams s
    where s.instance_id = $1 and s.stream_type = 'instance' and s.stream_id = $1) as instance,
  (select row(s.sequence, s.changed_at)::text from streams s
    where s.instance_id = $1 and s.stream_type = 'org' and s.stream_id = $2) as org`

/** Reads the versions of both streams, once for everything that a page takes from caches; batched with concurrent reads. */
export async function readVersions(
  database: Pick<Deps['database'], 'find'>,
  owner: SettingsOwner,
): Promise<SettingsVersions> {
  const [row] = await database.find(versions, [owner.instanceId, owner.orgId])
  return { ...owner, versions: row }
}

/**
 * Returns a cache that is as fresh as the versions that a page has read. The database module returns the same row object while the
 * versions are the same, so values belong to that object and end with it. Keys must come from a small set, such as languages.
 */
export function confirmedCache<Value>(): ConfirmedCache<Value> {
  const values = new WeakMap<object, Map<string, Promise<Value>>>()
  return async ({ versions: version }, key, load) => {
    if (version === undefined) return load()
    const known = values.get(version) ?? new Map<string, Promise<Value>>()
    values.set(version, known)
    const value = known.get(key) ?? load()
    known.set(key, value)
    value.catch(() => known.get(key) === value && known.delete(key))
    return value
  }
}
