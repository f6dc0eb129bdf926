import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { userFacet } from '../users/index.ts'
import { idElsewhere, orgMissing, userExists } from './refusals.ts'

/** The organization must exist, and still exist when this commits. */
export async function holdOrganization(tx: Transaction, orgId: string): Promise<void> {
  // Loaded before it is looked for, so that a removal after the look is a conflict.
  tx.guard(await tx.load({ type: 'org', id: orgId }))
  const rows = await tx.query('select 1 from organizations where instance_id = $1 and org_id = $2', [
    tx.instanceId,
    orgId,
  ])
  if (rows.length === 0) throw new DomainError(orgMissing)
}

/** Begins a user's log, or goes on with that of a removed one of the same organization; refuses ids that are taken. */
export async function appendNewUser(
  tx: Transaction,
  user: Stream,
  events: readonly EventBody[],
  orgId: string,
): Promise<void> {
  if (user.state(userFacet).kind !== 'none') throw new DomainError(userExists)
  if (user.owner !== '' && user.owner !== orgId) throw new DomainError(idElsewhere)
  await tx.append(user, events, { owner: orgId })
}
