import type { Source } from '../../database/search.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { type DomainPolicy, domainPolicy } from '../settings/index.ts'
import { changeUsername } from '../users/index.ts'

/** Refusal of blank names. */
export const emptyName = refuse(
  'user.name_empty',
  'invalid_argument',
  'username, given name and family name must not be blank',
)
const foreignDomain = refuse(
  'user.foreign_domain',
  'invalid_argument',
  'the part after @ is a verified domain of another organization; choose another username',
)

/** Returns the scope in which usernames of an organization are unique: '' for the instance, else the organization. */
export function usernameScope(policy: Pick<DomainPolicy, 'userLoginMustBeDomain'>, orgId: string): string {
  return policy.userLoginMustBeDomain ? orgId : ''
}

/** Refuses a username that ends in a verified domain of another organization (users notes §1 "Foreign domain"). */
export async function refuseForeignDomain(
  source: Source,
  instanceId: string,
  orgId: string,
  policy: DomainPolicy,
  username: string,
): Promise<void> {
  const at = username.lastIndexOf('@')
  if (policy.userLoginMustBeDomain || at < 0) return
  const rows = await source.query(
    `select 1 from org_domains
      where instance_id = $1 and org_id <> $2 and lower(domain) = lower($3) and is_verified limit 1`,
    [instanceId, orgId, username.slice(at + 1)],
  )
  if (rows.length > 0) throw new DomainError(foreignDomain)
}

/** Returns the events that rename a user, checked against the rules of its organization; none if the name stays. */
export async function renameEvents(
  tx: Transaction,
  user: Stream,
  state: Parameters<typeof changeUsername>[0],
  username: string | undefined,
): Promise<readonly EventBody[]> {
  if (username === undefined || username === state.username) return []
  const policy = await domainPolicy(tx, tx.instanceId, user.owner)
  await refuseForeignDomain(tx, tx.instanceId, user.owner, policy, username)
  return changeUsername(state, username, usernameScope(policy, user.owner))
}
