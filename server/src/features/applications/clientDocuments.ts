import { LRUCache } from 'lru-cache'
import { accept } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { freshnessOf, isDocumentAddress, readClientDocument } from './clientDocument.ts'
import { clientColumns, clientSql } from './oidcClient.ts'

/** The most documents that are kept for an instance; the oldest go, and are fetched again when they are needed. */
const mostDocuments = 1000
/** Of one process, for an instance and a minute. */
const mostFetches = 30
const timeout = 5000
const maxBytes = 16 * 1024
const minute = 60_000

/** SQL: whether a text expression may be the address of a metadata document; client ids of apps never are. */
export const documentAddressSql = (text: string): string => `starts_with(${text}, 'https://')`

/**
 * SQL of `clientColumns` for the client whose id is the address of a cached document, where a project of the instance accepts such
 * clients. Its app id is its client id.
 */
export function clientDocumentSql(instanceId: string, clientId: string): string {
  return `select ${clientColumns}
    from (select d.client_id as app_id, d.client_id, pr.project_id, pr.org_id, 'oidc' as kind, d.name, 'active' as state, d.config,
            null as secret_id
            from (select * from client_documents x where ${documentAddressSql(clientId)}
              and x.instance_id = ${instanceId} and x.client_id = ${clientId} offset 0) d
            cross join lateral (select * from projects x
              where x.instance_id = ${instanceId} and x.documents_since is not null offset 0) pr) a
    cross join lateral (select * from projects x
      where x.instance_id = ${instanceId} and x.project_id = a.project_id offset 0) p
    cross join lateral (select * from organizations x
      where x.instance_id = ${instanceId} and x.org_id = a.org_id offset 0) o`
}

/** SQL of `clientColumns` for the client of an id: an app, or the address of a document. */
export function anyClientSql(instanceId: string, clientId: string): string {
  return `${clientSql(instanceId, `x.client_id = ${clientId}`)}
    union all ${clientDocumentSql(instanceId, clientId)}`
}

/** Whether an instance accepts metadata documents, and until when the cached one is fresh; null: none is cached. */
export interface DocumentStanding {
  readonly accepted: boolean
  readonly freshUntil: string | null
}

/** SQL of `DocumentStanding` as JSON. */
export function documentStandingSql(instanceId: string, clientId: string): string {
  return `json_build_object('accepted', exists (select from projects dp
      where dp.instance_id = ${instanceId} and dp.documents_since is not null and dp.state = 'active'),
    'freshUntil', (select dd.fresh_until from client_documents dd
      where dd.instance_id = ${instanceId} and dd.client_id = ${clientId}))`
}

/** A client and the instance that it calls. */
interface Asked {
  readonly instanceId: string
  readonly clientId: string
  readonly now: Date
}

/** Fetches the document of a client into the cache. Returns false if there is no acceptable one; the log says why. */
export type FetchClientDocument = (asked: Asked) => Promise<boolean>

/**
 * Opens the fetching of metadata documents. Strangers choose the addresses, so: public addresses only, no redirects, one fetch of an
 * address at a time, failures are kept for a minute, and the fetches of an instance are limited in each process.
 */
export function openClientDocuments({
  database,
  outbound,
  logger,
}: Pick<Deps, 'database' | 'outbound' | 'logger'>): FetchClientDocument {
  const fetching = new Map<string, Promise<boolean>>()
  const failed = new LRUCache<string, Date>({ max: 10_000 })
  const fetches = new LRUCache<string, { readonly since: number; count: number }>({ max: 10_000 })

  const mayFetch = ({ instanceId, now }: Asked): boolean => {
    const known = fetches.get(instanceId)
    const window = known && now.getTime() - known.since < minute ? known : { since: now.getTime(), count: 0 }
    window.count += 1
    fetches.set(instanceId, window)
    return window.count <= mostFetches
  }

  const load = async ({ instanceId, clientId, now }: Asked): Promise<void> => {
    const headers = { accept: 'application/json', 'user-agent': 'Sallyport' }
    const { status, headers: sent, body } = await outbound.request(clientId, { headers, timeout, maxBytes })
    if (status !== 200) throw new Error(`the address responded with status ${status}`)
    const type = (sent['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    if (!/^application\/(json|[\w.-]+\+json)$/.test(type))
      throw new Error('the document is not application/json')
    const { name, config } = accept(readClientDocument(clientId, JSON.parse(body.toString())))
    const freshUntil = new Date(now.getTime() + freshnessOf(sent))
    await database.query(keepStatement, [
      instanceId,
      clientId,
      name,
      JSON.stringify(config),
      now,
      freshUntil,
      mostDocuments,
    ])
  }

  const attempt = async (asked: Asked, key: string): Promise<boolean> => {
    try {
      await load(asked)
      return true
    } catch (error) {
      failed.set(key, new Date(asked.now.getTime() + minute))
      const { instanceId, clientId } = asked
      logger.info(
        { instanceId, clientId, reason: String(error) },
        'the metadata document of a client is not usable',
      )
      return false
    }
  }

  return async (asked) => {
    if (!isDocumentAddress(asked.clientId)) return false
    const key = `${asked.instanceId} ${asked.clientId}`
    const running = fetching.get(key)
    if (running !== undefined) return running
    const failedUntil = failed.get(key)
    if (failedUntil !== undefined && failedUntil > asked.now) return false
    if (!mayFetch(asked)) return false
    const run = attempt(asked, key).finally(() => fetching.delete(key))
    fetching.set(key, run)
    return run
  }
}

const keepStatement = `
  with kept as (
    insert into client_documents (instance_id, client_id, name, config, fetched_at, fresh_until)
      values ($1, $2, $3, $4::jsonb, $5, $6)
      on conflict (instance_id, client_id) do update
        set name = excluded.name, config = excluded.config, fetched_at = excluded.fetched_at, fresh_until = excluded.fresh_until
  )
  delete from client_documents where instance_id = $1 and client_id <> $2 and client_id in (
    select client_id from client_documents where instance_id = $1 and client_id <> $2
     order by fetched_at desc offset $7 - 1)`
