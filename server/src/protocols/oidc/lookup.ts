import type { Origin } from '../../access/call.ts'
import { selectList } from '../../access/lookupParts.ts'
import { type PersonReads, readFromOf } from '../../access/personReads.ts'
import { requestHosts, requestOrigin, withoutPort } from '../../access/publicOrigin.ts'
import { hostUnknown, publicHostUntrusted } from '../../access/refusals.ts'
import type { RequestHead } from '../../contract/endpoint.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import { type InstanceId, instanceId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import type { OidcDeps } from './oidcDeps.ts'

/**
 * A part of the statement that looks a request up. `w` is the key with the columns that `keys` names, all texts, '' if absent; `i`
 * is the row of the instance. `joins` must leave exactly one row.
 */
export interface LookupPart<Key extends string, Row extends object> {
  readonly keys: readonly Key[]
  readonly joins: string
  readonly columns: { readonly [Column in keyof Row]: string }
  /**
   * Returns from which streams of people the row was read, so that it can be kept until one of them has new events; undefined if it
   * cannot be kept. A part without it is always read.
   */
  reads?(row: Row): PersonReads | undefined
  /** Types of events that count in streams of any id, such as those by which another user gets a login name. */
  readonly events?: ReadonlySet<string>
  /** Only a type. */
  readonly row?: Row
}

/** The instance that a request addresses, and the issuer that it calls. */
export interface Place {
  readonly instanceId: InstanceId
  /** The issuer is its URL. */
  readonly origin: Origin
  /** The instant of the request. */
  readonly now: Date
}

type KeyOf<Part> = Part extends LookupPart<infer Key, infer _Row> ? Key : never
type RowOf<Part> = Part extends { readonly row?: infer Row } ? Exclude<Row, undefined> : never
type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never

/** The result of a look-up: the place and the columns of all parts. Rows may be shared with other requests. */
export type Found<Part> = Place & { readonly row: Intersection<RowOf<Part>> }

/**
 * Looks a request up in one statement; concurrent look-ups of the same parts are batched. If all parts say what they read, the row of
 * an earlier request serves as long as the log confirms it (ADR 36). Throws if no instance serves the host.
 */
export type FindRequest<Part> = (
  head: RequestHead,
  keys: Readonly<Record<KeyOf<Part>, string>>,
  /** How kept rows are read, if not by a statement that confirms them. */
  read?: Read,
) => Promise<Found<Part>>

interface PlaceRow {
  readonly instance_id: string
  readonly public_host_known: boolean
}

/** Opens the look-up of some parts. */
// biome-ignore lint/suspicious/noExplicitAny: parts of any key and row; the result has their types.
export function openRequestLookup<Part extends LookupPart<any, any>>(
  on: OidcDeps,
  parts: readonly Part[],
): FindRequest<Part> {
  const names = [...new Set(parts.flatMap(({ keys }) => keys as readonly string[]))]
  const sql = statement(on, parts, names)
  const find = openFind(on, parts, sql)
  return async (head, keys, read) => {
    const now = on.clock.now()
    const hosts = requestHosts(head)
    const host = withoutPort(hosts.instanceHost)
    const values = names.map((name) => (keys as Record<string, string>)[name] ?? '')
    const row = await find([host, withoutPort(hosts.publicHost), ...values], read)
    if (row === undefined) throw new DomainError(hostUnknown(on.config, head))
    if (!row.public_host_known) throw new DomainError(publicHostUntrusted)
    const origin = requestOrigin(on.config, hosts.publicHost, head.secure)
    return { instanceId: instanceId(row.instance_id), origin, now, row } as unknown as Found<Part>
  }
}

/** The number of look-ups that were opened: it names what each of them reads. */
let opened = 0

/** Returns the function that reads the row for some values. */
function openFind(
  { database, log }: OidcDeps,
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  parts: readonly LookupPart<any, any>[],
  sql: string,
): (values: readonly string[], read?: Read) => Promise<PlaceRow | undefined> {
  const load = async (values: readonly string[]) => (await database.find<PlaceRow>(sql, values))[0]
  if (!parts.every(({ reads }) => reads)) return load
  const kind = `oidc-${opened++}`
  const named = parts.flatMap(({ events = [] }) => [...events])
  const events = named.length === 0 ? undefined : new Set(named)
  const readFrom = (row: PlaceRow | undefined) => {
    if (row === undefined) return undefined
    const reads: PersonReads[] = []
    for (const part of parts) {
      const own = part.reads?.(row)
      if (own === undefined) return undefined
      reads.push(own)
    }
    return readFromOf(row.instance_id, reads, events)
  }
  return (values, read = log.confirmed.read) =>
    read({ kind, key: JSON.stringify(values), load: () => load(values), readFrom })
}

function statement(
  { lookupParts: { instance } }: OidcDeps,
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  parts: readonly LookupPart<any, any>[],
  names: readonly string[],
): string {
  const { instance_id, public_host_known } = instance.columns
  const columns = Object.assign({ instance_id, public_host_known }, ...parts.map((part) => part.columns))
  const keys = names.map((name, at) => `, $${at + 3} as ${name}`).join('')
  return `select ${selectList(columns)}
    from (select '' as named, $1 as host, $2 as public_host${keys}) w
    cross join lateral (${instance.from} offset 0) i
    ${parts.map(({ joins }) => joins).join('\n    ')}`
}

/** A table with one row by its key, joined as a part of a look-up; without a row its columns are null. */
export function oneRow(alias: string, select: string): string {
  return `left join lateral (${select} offset 0) ${alias} on true`
}
