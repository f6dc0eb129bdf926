import type { Reaction, Transaction } from '../../eventlog/types.ts'
import { domainPolicy } from '../settings/index.ts'
import { changeUsername, userFacet } from '../users/index.ts'
import { usernameScope } from './usernames.ts'

const chunk = 200

/**
 * When a domain policy changes whether logins carry the organization's domain, usernames become unique in the
 * organization or in the whole instance, in the same commit; names that then clash refuse the change.
 */
export const followDomainPolicy: Reaction = {
  on: [
    'instance.policy.domain.added',
    'instance.policy.domain.changed',
    'org.policy.domain.added',
    'org.policy.domain.changed',
    'org.policy.domain.removed',
  ],
  async react(tx, owner, { type, payload }) {
    const ofInstance = owner.type === 'instance'
    const mustBeDomain =
      type === 'org.policy.domain.removed'
        ? (await domainPolicy(tx, tx.instanceId, '')).userLoginMustBeDomain
        : payload['userLoginMustBeDomain'] === true
    const users = await usersToMove(tx, ofInstance ? undefined : owner.id, mustBeDomain)
    for (let from = 0; from < users.length; from += chunk) {
      await moveUsers(tx, users.slice(from, from + chunk), mustBeDomain)
    }
  },
}

/** Users whose scope differs from what counts now: of one organization, or of all that have no policy of their own. */
async function usersToMove(
  tx: Transaction,
  orgId: string | undefined,
  mustBeDomain: boolean,
): Promise<readonly string[]> {
  const rows = await tx.query<{ user_id: string }>(
    `select user_id from users u
      where instance_id = $1 and (scope = '') = $2 and ($3::text is null or org_id = $3)
        and ($3::text is not null or not exists (
          select from settings s
           where s.instance_id = u.instance_id and s.owner = u.org_id and s.kind = 'domain' and not s.is_default))
      order by user_id`,
    [tx.instanceId, mustBeDomain, orgId ?? null],
  )
  return rows.map((row) => row.user_id)
}

async function moveUsers(
  tx: Transaction,
  ids: readonly string[],
  userLoginMustBeDomain: boolean,
): Promise<void> {
  for (const user of await tx.loadAll(ids.map((id) => ({ type: 'user', id })))) {
    const state = user.state(userFacet)
    if (state.kind === 'none') continue
    const scope = usernameScope({ userLoginMustBeDomain }, user.owner)
    await tx.append(user, changeUsername(state, state.username, scope))
  }
}
