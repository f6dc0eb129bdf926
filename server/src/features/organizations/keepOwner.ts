import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { lastOwner, memberEvents, membersFacet } from '../memberships/index.ts'
import { type UserState, userDeactivated, userFacet, userLocked, userRemoved } from '../users/index.ts'
import { orgDeactivated } from './events.ts'
import { type OrgState, orgFacet } from './state.ts'

const holdsOwners = refuse(
  'organizations.holds_owners',
  'failed_precondition',
  'every IAM_OWNER of the instance who can log in belongs to this organization; give the role to a user of another active one first',
)

const { changed, removed, cascadeRemoved } = memberEvents.instance
const causes = [userDeactivated, userLocked, userRemoved, orgDeactivated, changed, removed, cascadeRemoved]
type Cause = EventOf<typeof causes>

/**
 * Refuses every act that takes an IAM_OWNER from the instance and leaves it none who can log in: without one, nobody could repair the
 * instance. The owner who remains, their organization and the instance's members cannot change at the same time. Automatic locks pass, or
 * wrong passwords could not stop an attack on the last owner.
 */
export const keepOwner: Reaction<Cause> = {
  on: causes,
  async react(tx, stream, event) {
    if (event.type === userLocked.type && event.payload.automatic) return
    // Loaded before the query, so that a change of members after the query is a conflict.
    const instance = await tx.load({ type: 'instance', id: tx.instanceId })
    tx.guard(instance)
    const before = await tx.memo('iam-owners', () => ownersBefore(tx))
    if (!before.some(({ userId, orgId }) => takenFrom(stream, event, { userId, orgId }))) return
    if (await guardUsableOwner(tx, instance)) return
    throw new DomainError(event.type === orgDeactivated.type ? holdsOwners : lastOwner)
  },
}

type Owner = { readonly userId: string; readonly orgId: string }

async function ownersBefore(tx: Transaction): Promise<readonly Owner[]> {
  return tx.find<Owner>(
    `select m.user_id as "userId", coalesce(u.org_id, '') as "orgId" from memberships m
       left join users u on u.instance_id = m.instance_id and u.user_id = m.user_id
      where m.instance_id = $1 and m.scope = 'instance' and m.aggregate_id = $1 and 'IAM_OWNER' = any(m.roles)`,
    [tx.instanceId],
  )
}

/** Whether the event takes away an owner of before, or makes them unable to log in. */
function takenFrom(stream: Stream, event: Cause, { userId, orgId }: Owner): boolean {
  switch (event.type) {
    case orgDeactivated.type:
      return orgId === stream.id
    case changed.type:
      return event.payload.userId === userId && !event.payload.roles.includes('IAM_OWNER')
    case removed.type:
    case cascadeRemoved.type:
      return event.payload.userId === userId
    default:
      return stream.id === userId
  }
}

/** Guards an owner who can log in; returns whether there is one. */
async function guardUsableOwner(tx: Transaction, instance: Stream): Promise<boolean> {
  const state = instance.state(membersFacet)
  const members = state.kind === 'none' ? [] : Object.entries(state.members)
  const owners = members.filter(([, { roles }]) => roles.includes('IAM_OWNER'))
  for (const user of await tx.loadAll(owners.map(([id]) => ({ type: 'user', id })))) {
    const org = await tx.load({ type: 'org', id: user.owner })
    if (!canRepair(user.state(userFacet), org.state(orgFacet))) continue
    tx.guard(user)
    tx.guard(org)
    return true
  }
  return false
}

/** Whether an IAM_OWNER can log in, if need be after the end of an automatic lock. */
function canRepair(user: UserState, org: OrgState): boolean {
  if (user.kind === 'none' || org.kind === 'none' || org.status === 'inactive') return false
  return user.status === 'active' || (user.status === 'locked' && user.lockedUntil !== null)
}
