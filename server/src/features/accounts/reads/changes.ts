import { timestamp } from '../../details.ts'
import type { Source } from '../../searchConditions.ts'
import { loginNames, type UserRow } from './userRow.ts'

/** What happened to a user, and who did it. */
interface ChangeRow extends Pick<UserRow, 'username' | 'display_name' | 'domains'> {
  readonly sequence: number
  readonly type: string
  readonly created_at: string
  readonly creator: string
  readonly owner: string
}

/** The contract's `ChangeQuery`: changes after `sequence`; limit 0 means all, newest first unless `asc`. */
export interface ChangeQuery {
  readonly sequence: bigint
  readonly limit: number
  readonly asc: boolean
}

/** The changes of one user of this organization as `zitadel.change.v1.Change`; payloads stay in the log. */
export async function listChanges(
  source: Source,
  instanceId: string,
  user: { readonly userId: string; readonly orgId: string },
  query: ChangeQuery | undefined,
) {
  const direction = query?.asc ? 'asc' : 'desc'
  const rows = await source.query<ChangeRow>(
    `select e.sequence, e.type, e.created_at, e.creator, e.owner,
        coalesce(u.username, '') as username, coalesce(u.display_name, '') as display_name,
        (select json_agg(json_build_object('name', d.domain, 'primary', d.is_primary)) from org_domains d
          where u.scope <> '' and d.instance_id = u.instance_id and d.org_id = u.org_id and d.is_verified) as domains
       from events e left join users u on u.instance_id = e.instance_id and u.user_id = e.creator
      where e.instance_id = $1 and e.stream_type = 'user' and e.stream_id = $2 and e.owner = $3 and e.sequence > $4
      order by e.sequence ${direction} limit $5`,
    [instanceId, user.userId, user.orgId, after(query), query?.limit || null],
  )
  return rows.map(change)
}

/** Sequences fit in 31 bits; the wire allows 64. */
function after(query: ChangeQuery | undefined): number {
  return Math.min(Number(query?.sequence ?? 0n), 2 ** 31 - 1)
}

function change(row: ChangeRow) {
  return {
    changeDate: timestamp(row.created_at),
    eventType: { key: row.type, localizedMessage: row.type.replaceAll('.', ' ') },
    sequence: BigInt(row.sequence),
    editorId: row.creator,
    editorDisplayName: row.display_name,
    editorPreferredLoginName: loginNames(row).preferred,
    resourceOwnerId: row.owner,
  }
}
