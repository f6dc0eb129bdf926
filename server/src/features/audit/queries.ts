import { SearchConditions, type Source } from '../../database/search.ts'
import { creatorsWithoutUser } from '../../kernel/creators.ts'
import type { StreamRef } from '../../kernel/facet.ts'
import type { InstanceId } from '../../kernel/ids.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { preferredLoginName } from '../users/index.ts'

/** An event with its editor's display name; '' for system users and removed users. */
export interface EventRow {
  readonly stream_type: string
  readonly stream_id: string
  readonly sequence: number
  readonly type: string
  readonly created_at: string
  readonly creator: string
  readonly owner: string
  readonly payload: JsonObject
  readonly display_name: string
}

/** An event as a change of its object, with its editor's names; '' as in `EventRow`. */
export interface ChangeRow extends Omit<EventRow, 'stream_type' | 'stream_id' | 'payload'> {
  readonly login_name: string
}

/** A search for events of an instance; empty texts and lists restrict nothing. */
export interface EventSearch {
  readonly instanceId: InstanceId
  readonly creator: string
  readonly types: readonly string[]
  readonly streamId: string
  readonly streamTypes: readonly string[]
  readonly owner: string
  /** Only later events of their streams with `asc`, else only earlier ones; 0 for all. */
  readonly sequence: bigint
  /** Inclusive. */
  readonly since?: Date
  /** Inclusive. */
  readonly until?: Date
  readonly asc: boolean
  /** 0 for `maxEvents`. */
  readonly limit: number
}

/**
 * SQL by which a user `u` is the editor of an event `e`. A user with the id of a creator without user can exist since 0.2.0 only, and is not
 * their editor; nor is one that was created after the event, under the id of a removed one.
 */
export const editorIsUser = `u.instance_id = e.instance_id and u.user_id = e.creator and u.created_at <= e.created_at
  and e.creator not in (${creatorsWithoutUser.map((name) => `'${name}'`).join(', ')})`

/** The largest number of events that one read returns. */
const maxEvents = 1000

/** Returns the events that match every condition, by time. */
export async function listEvents(source: Source, wanted: EventSearch): Promise<readonly EventRow[]> {
  const search = new SearchConditions('e.instance_id = $1', [wanted.instanceId])
  if (wanted.creator !== '') search.add(`e.creator = ${search.param(wanted.creator)}`)
  if (wanted.types.length > 0) search.add(`e.type = any(${search.param(wanted.types)}::text[])`)
  if (wanted.streamId !== '') search.add(`e.stream_id = ${search.param(wanted.streamId)}`)
  if (wanted.streamTypes.length > 0)
    search.add(`e.stream_type = any(${search.param(wanted.streamTypes)}::text[])`)
  if (wanted.owner !== '') search.add(`e.owner = ${search.param(wanted.owner)}`)
  if (wanted.sequence > 0n) {
    search.add(
      `e.sequence::numeric ${wanted.asc ? '>' : '<'} ${search.param(String(wanted.sequence))}::numeric`,
    )
  }
  if (wanted.since) search.add(`e.created_at >= ${search.param(wanted.since.toISOString())}`)
  if (wanted.until) search.add(`e.created_at <= ${search.param(wanted.until.toISOString())}`)
  const direction = wanted.asc ? 'asc' : 'desc'
  const limit = search.param(Math.min(wanted.limit || maxEvents, maxEvents))
  return source.query<EventRow>(
    `select e.stream_type, e.stream_id, e.sequence, e.type, e.created_at, e.creator, e.owner, e.payload,
        coalesce(u.display_name, '') as display_name
       from events e left join users u on ${editorIsUser}
      where ${search.sql}
      order by e.created_at ${direction}, e.position ${direction} limit ${limit}`,
    search.values,
  )
}

/** An object and the owner whose changes of it are read. */
export type ChangedObject = StreamRef & {
  readonly owner: string
  /** Members of the payload that all changes have, such as the id of a part of the object. */
  readonly part?: JsonObject
}

/** A page of changes after `sequence`; newest first unless `asc`. */
export interface ChangePage {
  readonly sequence: bigint
  /** 0 for `maxEvents`. */
  readonly limit: number
  readonly asc: boolean
}

/** Selects the creation of an object, whose id may have been that of a removed one; nothing for a removed object. */
function createdSql(type: string, part: JsonObject): string {
  if ('appId' in part)
    return "select a.created_at from applications a where a.instance_id = $1 and a.app_id = $7::jsonb->>'appId'"
  const [table, column] = createdObjects[type] ?? ['instances', 'instance_id']
  return `select o.created_at from ${table} o where o.instance_id = $1 and o.${column} = $3`
}

const createdObjects: Readonly<Record<string, readonly [table: string, column: string]>> = {
  user: ['users', 'user_id'],
  org: ['organizations', 'org_id'],
  project: ['projects', 'project_id'],
}

/** Returns the changes of one object since it was created, while this owner had it. */
export async function findChanges(
  source: Source,
  { instanceId, type, id, owner, part = {} }: ChangedObject,
  page: ChangePage | undefined,
): Promise<readonly ChangeRow[]> {
  return source.query<ChangeRow>(
    `select e.sequence, e.type, e.created_at, e.creator, e.owner,
        coalesce(u.display_name, '') as display_name, coalesce(${preferredLoginName}, '') as login_name
       from events e left join users u on ${editorIsUser}
      where e.instance_id = $1 and e.stream_type = $2 and e.stream_id = $3 and e.owner = $4
        and e.sequence::numeric > $5::numeric and e.payload @> $7::jsonb
        and e.created_at >= coalesce((${createdSql(type, part)}), '-infinity')
      order by e.sequence ${page?.asc ? 'asc' : 'desc'} limit $6`,
    [
      instanceId,
      type,
      id,
      owner,
      String(page?.sequence ?? 0n),
      Math.min(page?.limit || maxEvents, maxEvents),
      JSON.stringify(part),
    ],
  )
}
