import type { Stream, Transaction } from '../../eventlog/types.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

const organizationInactive = refuse(
  'session.organization_inactive',
  'failed_precondition',
  'the organization of this user is deactivated; ask an administrator to reactivate it',
)

const someInactive = 'someOrganizationInactive'

/** SQL for whether the instance has a deactivated organization, which the look-up of the caller's credential reads too. */
export const someInactiveMemo: Readonly<Record<string, string>> = {
  [someInactive]: `exists (select 1 from organizations o where o.instance_id = i.instance_id and o.state = 'inactive')`,
}

/** Refuses users of a deactivated organization. Sends no statement while the instance has no such organization. */
export async function refuseInactiveOrganization(
  tx: Pick<Transaction, 'instanceId' | 'memo' | 'find'>,
  user: Pick<Stream, 'owner'>,
): Promise<Refusal | undefined> {
  const possible = await tx.memo(someInactive, async () => true)
  if (!possible) return undefined
  const rows = await tx.find(
    "select 1 as found from organizations where instance_id = $1 and org_id = $2 and state = 'inactive'",
    [tx.instanceId, user.owner],
  )
  return rows.length > 0 ? organizationInactive : undefined
}
