import { LRUCache } from 'lru-cache'
import { type BatchedCall, batchCalls } from '../database/batchCalls.ts'
import type { Query } from '../database/query.ts'
import type { CachedRead, CachedReadStatements, CacheUse } from '../eventlog/cacheUse.ts'
import { isSecretOf, secretsTable, streamsSql } from '../eventlog/joinedReads.ts'
import type { Read } from '../eventlog/keptReads.ts'
import type { StreamJson } from '../eventlog/streamRow.ts'
import type { OrgId } from '../kernel/ids.ts'
import type { JsonObject } from '../kernel/json.ts'
import { domainToFind } from '../kernel/text/canonicalDomain.ts'
import type { CredentialKind, CredentialLookup } from './credentialKind.ts'
import {
  type CredentialRow,
  type InstanceColumns,
  type LookupParts,
  oneRowOf,
  selectList,
} from './lookupParts.ts'
import { readFromOf } from './personReads.ts'

/** The values by which the instance and the organization context of a request are looked up. */
export interface LookupKey {
  /** Host name without port; '' if `instanceId` is set. */
  readonly host: string
  /** The instance that the message of a system call names; '' for other calls. */
  readonly instanceId: string
  readonly publicHost: string
  readonly orgId: OrgId
  /** The request may need a fresh proof of its caller. */
  readonly freshProof?: boolean | undefined
  /** The stream that the request will load, if its message names it. */
  readonly stream?: { readonly type: string; readonly id: string } | undefined
}

/** The current instance and organization context from the database. */
export interface InstanceRow extends InstanceColumns {
  readonly org_known: boolean
  /** Values for `Transaction.memo`, by name. */
  readonly memos: JsonObject
  /** Of the row without `streams`; null unless the key has `withDigest`. */
  readonly digest: string | null
  /** The existing ones of the streams that the requests of this row name. */
  readonly streams: readonly StreamJson[] | null
}

interface CredentialKey extends LookupKey {
  /** The value of the credential's column; '' without a credential. */
  readonly credential: string
  readonly withDigest?: boolean
}

/** The row of a credential, with the columns of its kind; the minutes are null unless the key has `freshProof`. */
export type FoundRow = InstanceRow & CredentialRow & { readonly fresh_proof_minutes: number | null }

/**
 * Looks up a credential. With a `cacheUse` the row may come from the cache; `cacheUse.read` then names it. Else the row of an
 * earlier request serves as long as the log confirms it (ADR 36), unless the key names a stream.
 */
export type FindCredential = (
  key: CredentialKey,
  cacheUse: CacheUse | undefined,
) => Promise<FoundRow | undefined>

/** Reads the instance, the organization context and the caller of requests; concurrent look-ups are batched. */
export interface Lookup {
  /** For a request without a credential of this instance. */
  readonly instance: BatchedCall<LookupKey, InstanceRow | undefined>
  /** By the name of the kind of credential. */
  readonly credentials: ReadonlyMap<string, FindCredential>
  /** Returns the id of an organization that a message names. */
  organization(instanceId: string, by: 'id' | 'domain', name: string): Promise<OrgId | undefined>
}

/** Opens the look-up: one statement per kind of credential, and one for requests without any. */
export function openLookup(
  { query, confirm }: { readonly query: Query; readonly confirm: Read },
  parts: LookupParts,
  kinds: readonly CredentialKind[],
): Lookup {
  const anonymous = batched<InstanceRow>(query, lookupSql(rowsSql(parts)), 'access-instance')
  const credentials = new Map<string, FindCredential>()
  for (const { name, lookup } of kinds) {
    if (lookup === undefined) continue
    if (credentials.has(name)) throw new Error(`two kinds of credentials are named ${name}`)
    const sql = lookupSql(rowsSql(parts, lookup))
    const find = batched<FoundRow>(query, sql, `access-${name}`)
    credentials.set(name, cached(name, find, confirmed(name, find, lookup, confirm)))
  }
  return {
    instance: (key) => anonymous({ ...key, credential: '' }),
    credentials,
    async organization(instanceId, by, name) {
      const { byId, byDomain } = parts.organization
      const [row] = await query<{ org_id: OrgId }>(by === 'id' ? byId : byDomain, [
        instanceId,
        by === 'id' ? name : domainToFind(name),
      ])
      return row?.org_id
    },
  }
}

/** Returns the statements with which appends confirm cached rows, by the name of the kind. */
export function callerReads(parts: LookupParts, kinds: readonly CredentialKind[]): CachedReadStatements {
  return Object.fromEntries(
    kinds.flatMap(({ name, lookup }) =>
      lookup ? [[name, `select w.ordinal, ${digest} ${rowsSql(parts, lookup)}`]] : [],
    ),
  )
}

/**
 * Selects a row for each key of a JSON array, by ordinal. `offset 0` keeps PostgreSQL from reversing the look-up (scanning the
 * table and comparing each row with the keys) and from computing a row twice.
 */
function rowsSql(parts: LookupParts, credential?: CredentialLookup<unknown, object>): string {
  const memos = Object.entries(parts.memos).map(([name, sql]) => `'${name}', ${sql}`)
  const columns = {
    ...parts.instance.columns,
    org_known: parts.organization.known,
    memos: `json_build_object(${memos.join(', ')})`,
    ...(credential && {
      ...parts.user.columns,
      sealed: 'k.sealed',
      memberships: parts.memberships,
      fresh_proof_minutes: `case when w.fresh_proof then ${parts.freshProofMinutes} end`,
      ...credential.columns,
    }),
  }
  const joins = credential && [
    oneRowOf(credential.table, 'c', `x.${credential.column} = w.credential`),
    oneRowOf(parts.user.table, 'u', `x.${parts.user.column} = ${credential.user}`),
    oneRowOf(secretsTable, 'k', isSecretOf(credential.secret)),
    credential.joins ?? '',
  ]
  return `
    from rows from (json_to_recordset($1) as
      (host text, named text, public_host text, wanted_org text, credential text, fresh_proof boolean, with_digest boolean,
       streams json))
      with ordinality w(host, named, public_host, wanted_org, credential, fresh_proof, with_digest, streams, ordinal)
    cross join lateral (
      select ${selectList(columns)}
      from (${parts.instance.from} offset 0) i
      ${joins?.join('\n      ') ?? ''}
      offset 0) r`
}

const digest = `case when w.with_digest then encode(sha256(convert_to(r::text, 'UTF8')), 'hex') end as digest`

function lookupSql(rows: string): string {
  return `select w.ordinal::int, r.*, ${digest}, ${streamsSql('r.instance_id', 'w.streams')} as streams ${rows}`
}

/** The maximum number of rows per kind; a row has a few kilobytes at most. */
const cacheSize = 1_000

type FindRow = BatchedCall<CredentialKey, FoundRow | undefined>

/** Returns a look-up whose rows are kept as long as the log confirms them; those of a kind that does not say what it reads are not. */
function confirmed(
  kind: string,
  find: FindRow,
  { reads }: CredentialLookup<unknown, object>,
  confirm: Read,
): FindRow {
  if (reads === undefined) return find
  const readFrom = (row: FoundRow | undefined) => {
    // Callers choose hosts and organizations; only those that exist are worth a place.
    if (row === undefined || row.user_id === null || !row.public_host_known || !row.org_known)
      return undefined
    const own = reads(row)
    return own && readFromOf(row.instance_id, [{ user: [row.user_id] }, own])
  }
  return (key) => {
    // Streams change with every append, so they are read for each request that names one.
    if (key.stream !== undefined) return find(key)
    return confirm({ kind: `access-${kind}`, key: textOf(key), load: () => find(key), readFrom })
  }
}

function cached(kind: string, find: FindRow, confirmedFind: FindRow): FindCredential {
  const cache = new LRUCache<string, { readonly row: FoundRow; readonly read: CachedRead }>({
    max: cacheSize,
  })
  return async (plain, cacheUse) => {
    if (cacheUse === undefined) return confirmedFind(plain)
    const key = { ...plain, withDigest: true }
    const text = textOf(key)
    const known = cacheUse.bypass ? undefined : cache.get(text)
    if (known !== undefined) {
      cacheUse.read = known.read
      return known.row
    }
    const row = await find(key)
    const read = { kind, parameters: JSON.stringify(recordOf(key)), digest: row?.digest ?? '' }
    // Streams change with every append; the log caches them itself.
    cache.set(text, row && { row: { ...row, streams: null }, read })
    return row
  }
}

/**
 * Batches look-ups and sends equal keys once, as a back end sends all its requests with one token. The parameter is one JSON
 * value: with arrays PostgreSQL would plan the statement again for every length.
 */
function batched<Row extends InstanceRow>(
  query: Query,
  sql: string,
  name: string,
): BatchedCall<CredentialKey, Row | undefined> {
  return batchCalls<CredentialKey, Row | undefined>({
    size: 64,
    async run(keys) {
      const texts = keys.map(textOf)
      const records = new Map<string, ReturnType<typeof recordOf>>()
      keys.forEach((key, at) => {
        const text = texts[at] ?? ''
        const record = records.get(text) ?? recordOf(key)
        records.set(text, record)
        if (key.withDigest) record.with_digest = true
        if (key.stream) record.streams.push(key.stream)
      })
      const parameter = JSON.stringify([...records.values()])
      const rows = await query<Row & { readonly ordinal: number }>(sql, [parameter], name)
      const order = [...records.keys()]
      const found = new Map(rows.map((row) => [order[row.ordinal - 1], row]))
      return texts.map((text) => found.get(text))
    },
  })
}

/** Renders a key as text, equal for keys that differ only in the stream. */
function textOf({ host, instanceId, publicHost, orgId, credential, freshProof }: CredentialKey): string {
  return JSON.stringify([host, instanceId, publicHost, orgId, credential, freshProof ?? false])
}

function recordOf(key: CredentialKey) {
  return {
    host: key.host,
    named: key.instanceId,
    public_host: key.publicHost,
    wanted_org: key.orgId,
    credential: key.credential,
    fresh_proof: key.freshProof ?? false,
    with_digest: key.withDigest ?? false,
    streams: [] as NonNullable<LookupKey['stream']>[],
  }
}
