import { LRUCache } from 'lru-cache'
import { type Ask, batchCalls } from '../database/batchCalls.ts'
import type { Query } from '../database/query.ts'
import { isSecretOf, secretsTable, streamsSql } from '../eventlog/joinedReads.ts'
import type { Claim, ClaimStatements, Premise } from '../eventlog/premise.ts'
import type { StreamJson } from '../eventlog/streamRow.ts'
import type { OrgId } from '../kernel/ids.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { CredentialKind, CredentialLookup } from './credentialKind.ts'
import {
  type CredentialRow,
  type InstanceColumns,
  type LookupParts,
  oneRowOf,
  selectList,
} from './lookupParts.ts'

/** The instance and the organization context that a request asks for. */
export interface Wanted {
  /** Host name without port; '' when `instanceId` decides. */
  readonly host: string
  /** For system calls: the instance their message names. */
  readonly instanceId: string
  readonly publicHost: string
  readonly orgId: OrgId
  /** The stream that the request will load, if its message names it. */
  readonly stream?: { readonly type: string; readonly id: string } | undefined
}

/** The instance and the organization context, as the database has them at this moment. */
export interface InstanceRow extends InstanceColumns {
  readonly org_known: boolean
  /** Values for `Transaction.memo`, by name. */
  readonly memos: JsonObject
  /** A digest of the whole row without `streams`; null unless the question wants it. */
  readonly seen: string | null
  /** The streams that the requests of this row named, as far as they exist. */
  readonly streams: readonly StreamJson[] | null
}

interface Question extends Wanted {
  /** The value by which the credential is found; '' without one. */
  readonly credential: string
  /** Whether the row needs its digest. */
  readonly digest?: boolean
}

/** The row of a credential of some kind, with that kind's own columns. */
export type FoundRow = InstanceRow & CredentialRow

/** Looks a credential up. With a premise the row may come from the cache; the premise then claims it. */
export type Look = (question: Question, premise: Premise | undefined) => Promise<FoundRow | undefined>

/** Reads from the database what requests are about; concurrent requests share statements. */
export interface Lookup {
  /** For a request without a credential of this instance. */
  readonly instance: Ask<Wanted, InstanceRow | undefined>
  /** By the name of the kind of credential. */
  readonly credentials: ReadonlyMap<string, Look>
  /** Returns the id of an organization that a message names. */
  organization(instanceId: string, by: 'id' | 'domain', name: string): Promise<OrgId | undefined>
}

/** Opens the look-up: one statement per kind of credential, and one for requests without any. */
export function openLookup(query: Query, parts: LookupParts, kinds: readonly CredentialKind[]): Lookup {
  const anonymous = batched<InstanceRow>(query, lookupSql(rowsSql(parts)), 'access-instance')
  const credentials = new Map<string, Look>()
  for (const { name, lookup } of kinds) {
    if (lookup === undefined) continue
    if (credentials.has(name)) throw new Error(`two kinds of credentials are called ${name}`)
    const sql = lookupSql(rowsSql(parts, lookup))
    credentials.set(name, cached(name, batched<FoundRow>(query, sql, `access-${name}`)))
  }
  return {
    instance: (wanted) => anonymous({ ...wanted, credential: '' }),
    credentials,
    async organization(instanceId, by, name) {
      const { byId, byDomain } = parts.organization
      const [row] = await query<{ org_id: OrgId }>(by === 'id' ? byId : byDomain, [instanceId, name])
      return row?.org_id
    },
  }
}

/** Returns the statements by which the log checks cached rows again, by the name of the kind. */
export function callerClaims(parts: LookupParts, kinds: readonly CredentialKind[]): ClaimStatements {
  return Object.fromEntries(
    kinds.flatMap(({ name, lookup }) =>
      lookup ? [[name, `select w.place, ${seen} ${rowsSql(parts, lookup)}`]] : [],
    ),
  )
}

/**
 * Selects a row for each question of a JSON array, at its place. `offset 0` keeps PostgreSQL from turning a look-up
 * around (walking the table and comparing each row with the questions) and from computing a row twice.
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
      (host text, named text, public_host text, wanted_org text, credential text, digest boolean, streams json))
      with ordinality w(host, named, public_host, wanted_org, credential, digest, streams, place)
    cross join lateral (
      select ${selectList(columns)}
      from (${parts.instance.from} offset 0) i
      ${joins?.join('\n      ') ?? ''}
      offset 0) r`
}

const seen = `case when w.digest then encode(sha256(convert_to(r::text, 'UTF8')), 'hex') end as seen`

function lookupSql(rows: string): string {
  return `select w.place::int, r.*, ${seen}, ${streamsSql('r.instance_id', 'w.streams')} as streams ${rows}`
}

/** Rows kept per kind: each some kilobytes at most. */
const cacheSize = 1_000

function cached(kind: string, ask: Ask<Question, FoundRow | undefined>): Look {
  const cache = new LRUCache<string, { readonly row: FoundRow; readonly claim: Claim }>({ max: cacheSize })
  return async (plain, premise) => {
    if (premise === undefined) return ask(plain)
    const question = { ...plain, digest: true }
    const key = keyOf(question)
    const known = premise.afresh ? undefined : cache.get(key)
    if (known !== undefined) {
      premise.claim = known.claim
      return known.row
    }
    const row = await ask(question)
    const claim = { kind, question: JSON.stringify(recordOf(question)), seen: row?.seen ?? '' }
    // Streams change with every append; the log has a cache of them.
    cache.set(key, row && { row: { ...row, streams: null }, claim })
    return row
  }
}

/**
 * Sends equal questions of one statement once: a back end sends all its requests with one token. One JSON value, not
 * arrays: a statement whose estimate depends on their length would be planned again and again.
 */
function batched<Row extends InstanceRow>(
  query: Query,
  sql: string,
  name: string,
): Ask<Question, Row | undefined> {
  return batchCalls<Question, Row | undefined>({
    size: 64,
    async answer(questions) {
      const keys = questions.map(keyOf)
      const asked = new Map<string, ReturnType<typeof recordOf>>()
      questions.forEach((question, at) => {
        const key = keys[at] ?? ''
        const record = asked.get(key) ?? recordOf(question)
        asked.set(key, record)
        if (question.digest) record.digest = true
        if (question.stream) record.streams.push(question.stream)
      })
      const records = JSON.stringify([...asked.values()])
      const rows = await query<Row & { readonly place: number }>(sql, [records], name)
      const order = [...asked.keys()]
      const found = new Map(rows.map((row) => [order[row.place - 1], row]))
      return keys.map((key) => found.get(key))
    },
  })
}

/** Equal for questions that differ in nothing but the stream. */
function keyOf({ host, instanceId, publicHost, orgId, credential }: Question): string {
  return JSON.stringify([host, instanceId, publicHost, orgId, credential])
}

function recordOf(question: Question) {
  return {
    host: question.host,
    named: question.instanceId,
    public_host: question.publicHost,
    wanted_org: question.orgId,
    credential: question.credential,
    digest: question.digest ?? false,
    streams: [] as NonNullable<Wanted['stream']>[],
  }
}
