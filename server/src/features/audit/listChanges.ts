import type { MessageInitShape } from '@bufbuild/protobuf'
import type { ChangeSchema } from '@zitadel/proto/zitadel/change_pb.js'
import type { Source } from '../../database/search.ts'
import type { StreamRef } from '../../kernel/facet.ts'
import { preferredLoginName } from '../users/index.ts'
import { encodeChange } from './encode.ts'
import { type ChangeRow, maxEvents } from './queries.ts'

/**
 * What happened to one object of this owner, as `zitadel.change.v1.Change` without payloads: by default
 * the newest first, at most 1000 entries after `sequence` (users notes §2).
 */
export async function listChanges(
  source: Source,
  { instanceId, type, id, owner }: StreamRef & { readonly owner: string },
  query: { readonly sequence: bigint; readonly limit: number; readonly asc: boolean } | undefined,
): Promise<MessageInitShape<typeof ChangeSchema>[]> {
  const rows = await source.query<ChangeRow>(
    `select e.sequence, e.type, e.created_at, e.creator, e.owner,
        coalesce(u.display_name, '') as display_name, coalesce(${preferredLoginName}, '') as login_name
       from events e left join users u on u.instance_id = e.instance_id and u.user_id = e.creator
      where e.instance_id = $1 and e.stream_type = $2 and e.stream_id = $3 and e.owner = $4
        and e.sequence::numeric > $5::numeric
      order by e.sequence ${query?.asc ? 'asc' : 'desc'} limit $6`,
    [
      instanceId,
      type,
      id,
      owner,
      String(query?.sequence ?? 0n),
      Math.min(query?.limit || maxEvents, maxEvents),
    ],
  )
  return rows.map(encodeChange)
}
