import type { Reaction, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import type { UserId } from '../../kernel/ids.ts'
import { settingEvents } from '../settings/events.ts'
import { domainPolicy } from '../settings/index.ts'
import { changeUsername, userFacet } from '../users/index.ts'
import { usernameScope } from './usernames.ts'

const { domain: ofInstance } = settingEvents.instance
const { domain: ofOrg } = settingEvents.org
const policyEvents = [ofInstance.added, ofInstance.changed, ofOrg.added, ofOrg.changed, ofOrg.removed]

const chunk = 200

/**
 * Moves usernames to the scope that a changed domain policy demands, the organization or the whole instance, in the same
 * commit; names that then conflict refuse the change.
 */
export const followDomainPolicy: Reaction<EventOf<typeof policyEvents>> = {
  on: policyEvents,
  async react(tx, owner, event) {
    const { userLoginMustBeDomain } =
      event.type === ofOrg.removed.type ? await domainPolicy(tx, tx.instanceId, '') : event.payload
    const users = await usersToMove(tx, owner.type === 'instance' ? null : owner.id, userLoginMustBeDomain)
    for (let from = 0; from < users.length; from += chunk) {
      await moveUsers(tx, users.slice(from, from + chunk), userLoginMustBeDomain)
    }
  },
}

/** Finds users in the wrong scope: of one organization, or of all organizations without a policy of their own. */
async function usersToMove(
  tx: Transaction,
  orgId: string | null,
  mustBeDomain: boolean,
): Promise<readonly UserId[]> {
  const rows = await tx.query<{ user_id: UserId }>(
    `select user_id from users u
      where instance_id = $1 and (scope = '') = $2 and ($3::text is null or org_id = $3)
        and ($3::text is not null or not exists (
          select from settings s
           where s.instance_id = u.instance_id and s.owner = u.org_id and s.kind = 'domain' and not s.is_default))
      order by user_id`,
    [tx.instanceId, mustBeDomain, orgId],
  )
  return rows.map((row) => row.user_id)
}

async function moveUsers(
  tx: Transaction,
  ids: readonly UserId[],
  userLoginMustBeDomain: boolean,
): Promise<void> {
  for (const user of await tx.loadAll(ids.map((id) => ({ type: 'user', id })))) {
    const state = user.state(userFacet)
    if (state.kind === 'none') continue
    const scope = usernameScope({ userLoginMustBeDomain }, user.owner)
    await tx.append(user, changeUsername(state, state.username, scope))
  }
}
