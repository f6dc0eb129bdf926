import type { Source } from '../../database/search.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { accept, DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import { domainToFind } from '../../kernel/text/canonicalDomain.ts'
import { composeText, foldText } from '../../kernel/text/foldText.ts'
import { firstDisallowed, keepsDirection } from '../../kernel/text/identifierClass.ts'
import { type DomainPolicy, domainPolicy } from '../settings/index.ts'
import { changeUsername } from '../users/index.ts'

/** Refusal of blank names. */
export const emptyName = refuse(
  'user.name_empty',
  'invalid_argument',
  'username, given name, family name and the name of a machine must not be blank',
)
const mixedDirections = refuse(
  'user.username_direction',
  'invalid_argument',
  'a part of the username mixes letters that are written in different directions; use one direction',
)
const foreignDomain = refuse(
  'user.foreign_domain',
  'invalid_argument',
  'the part after @ is a verified domain of another organization; choose another username',
)

/**
 * Returns a username as it is stored: trimmed and composed. Refuses characters that RFC 8265 does not allow in usernames, such as
 * invisible ones, and parts of mixed directions.
 */
export function parseUsername(text: string): string | Refusal {
  const username = composeText(text.trim())
  const disallowed = firstDisallowed(username)
  if (disallowed !== undefined) {
    const point = disallowed.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    return refuse(
      'user.username_character',
      'invalid_argument',
      `usernames may not contain the character U+${point} here; use letters, digits and the signs of ASCII`,
    )
  }
  return keepsDirection(username) ? username : mixedDirections
}

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
  const folded = foldText(username)
  const at = folded.lastIndexOf('@')
  if (policy.userLoginMustBeDomain || at < 0) return
  const rows = await source.find(
    `select 1 from org_domains
      where instance_id = $1 and org_id <> $2 and domain = $3 and is_verified limit 1`,
    [instanceId, orgId, domainToFind(folded.slice(at + 1))],
  )
  if (rows.length > 0) throw new DomainError(foreignDomain)
}

/** Returns the events that rename a user, checked against the rules of its organization; none if the name stays. */
export async function renameEvents(
  tx: Transaction,
  user: Stream,
  state: Parameters<typeof changeUsername>[0],
  given: string | undefined,
): Promise<readonly EventBody[]> {
  if (given === undefined || given === state.username) return []
  const username = accept<string>(parseUsername(given))
  if (!username) throw new DomainError(emptyName)
  const policy = await domainPolicy(tx, tx.instanceId, user.owner)
  await refuseForeignDomain(tx, tx.instanceId, user.owner, policy, username)
  return changeUsername(state, username, usernameScope(policy, user.owner))
}
