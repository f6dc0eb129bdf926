import type { Reaction, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { newId, type UserId } from '../../kernel/ids.ts'
import { domainToFind, readableDomain } from '../../kernel/text/canonicalDomain.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import { domainClaimed, temporaryUsername, userFacet, userRemoved } from '../users/index.ts'
import { domainOf, orgDomainsFacet } from './domainState.ts'
import { domainEvents, orgRemoved } from './events.ts'
import { sweepOrganization } from './jobs.ts'

const chunk = 200

/** Removes an organization's users with it in the same commit, and so all that belongs to them. */
export const removeUsersOfOrganization: Reaction<EventOf<typeof orgRemoved>> = {
  on: [orgRemoved],
  async react(tx, org) {
    await removeUsers(tx, org.id)
    tx.enqueue(sweepOrganization({ orgId: org.id }))
  },
}

/** Removes every user that an organization owns. */
export async function removeUsers(tx: Transaction, orgId: string): Promise<void> {
  const rows = await tx.query<{ user_id: UserId }>(
    'select user_id from users where instance_id = $1 and org_id = $2 order by user_id',
    [tx.instanceId, orgId],
  )
  for (let from = 0; from < rows.length; from += chunk) {
    const refs = rows.slice(from, from + chunk).map((row) => ({ type: 'user', id: row.user_id }))
    for (const user of await tx.loadAll(refs)) {
      const owned = user.state(userFacet).kind !== 'none' && user.owner === orgId
      if (owned) await tx.append(user, [userRemoved()])
    }
  }
}

/**
 * When an organization proves control of a domain, users of others whose username ends in `@domain` get a temporary one
 * (users notes §8). A domain that counts as verified without proof claims nothing, or any organization could rename the
 * users of another (ASVS 8.4.1).
 */
export const claimUsernames: Reaction<EventOf<typeof domainEvents.verified>> = {
  on: [domainEvents.verified],
  async react(tx, org, event) {
    const { domain } = event.payload
    const proof = domainOf(org.state(orgDomainsFacet), domain)?.proof
    if (proof?.kind !== 'verified' || proof.validationType === null) return
    const rows = await tx.query<{ user_id: UserId; host: string | null }>(
      `select u.user_id, (select d.domain from instance_domains d where d.instance_id = $1 and d.is_primary) as host
         from users u
        where u.instance_id = $1 and u.org_id <> $2 and substring(u.username_folded from '@([^@]*)$') = any($3)`,
      [
        tx.instanceId,
        org.id,
        [domain, foldText(readableDomain(domain))].flatMap((written) => [written, `${written}.`]),
      ],
    )
    for (const { user_id: id, host } of rows) {
      const user = await tx.load({ type: 'user', id })
      const state = user.state(userFacet)
      if (state.kind === 'none') continue
      const folded = foldText(state.username)
      if (domainToFind(folded.slice(folded.lastIndexOf('@') + 1)) !== domain) continue
      const username = temporaryUsername(newId(), host ?? 'localhost')
      await tx.append(user, [domainClaimed({ username, scope: state.scope })])
    }
  },
}
