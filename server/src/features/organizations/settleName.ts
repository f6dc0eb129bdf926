import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { InstanceId, OrgId } from '../../kernel/ids.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import type { SettleClash } from '../manifest.ts'
import { orgChanged } from './events.ts'
import { orgFacet } from './state.ts'

/** Renames the younger of two organizations whose names are one as folded: its id is added. Its domains stay. */
export const settleName: SettleClash = async ({ database, log, clock }, row) => {
  const { instance_id: instanceId, org_id: orgId } = row as { instance_id: InstanceId; org_id: OrgId }
  const [younger, ...older] = await database.query<{ org_id: OrgId; name: string }>(
    `select org_id, name from organizations where instance_id = $1 and (org_id = $2 or name_folded = $3)
      order by created_at desc, org_id desc`,
    [instanceId, orgId, foldText(String(row['name']))],
  )
  if (younger === undefined || older.length === 0) return undefined
  const { org_id: id, name: before } = younger
  await decideOn(log, systemWriting(clock, instanceId), { type: 'org', id }, (org) =>
    org.state(orgFacet).kind === 'none' ? [] : [orgChanged({ name: `${before} (${id})` })],
  )
  return `organization ${id} of instance ${instanceId} was renamed: an older organization has the same name by RFC 8265; look for org.changed by system in its events`
}
