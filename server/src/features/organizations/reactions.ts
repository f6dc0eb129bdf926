import type { Reaction, Transaction } from '../../eventlog/types.ts'
import { newId } from '../../kernel/ids.ts'
import { userFacet } from '../users/index.ts'
import { domainOf, orgDomainsFacet } from './domainState.ts'
import { sweepOrganization } from './jobs.ts'

const chunk = 200

/** Removing an organization removes its users in the same commit, with all that hangs on them. */
export const removeUsersOfOrganization: Reaction = {
  on: ['org.removed'],
  async react(tx, org) {
    await removeUsers(tx, org.id)
    tx.enqueue(sweepOrganization({ orgId: org.id }))
  },
}

/** Removes every user that an organization owns; answers how many there were. */
export async function removeUsers(tx: Transaction, orgId: string): Promise<number> {
  const rows = await tx.query<{ user_id: string }>(
    'select user_id from users where instance_id = $1 and org_id = $2 order by user_id',
    [tx.instanceId, orgId],
  )
  let removed = 0
  for (let from = 0; from < rows.length; from += chunk) {
    const refs = rows.slice(from, from + chunk).map((row) => ({ type: 'user', id: row.user_id }))
    for (const user of await tx.loadAll(refs)) {
      if (user.state(userFacet).kind === 'none' || user.owner !== orgId) continue
      await tx.append(user, [{ type: 'user.removed', payload: {} }])
      removed += 1
    }
  }
  return removed
}

/**
 * An organization that proves control of a domain takes it over: users elsewhere whose username ends in `@domain` get
 * a temporary one (users notes §8). A domain that counts as verified without proof claims nothing, or any
 * organization could rename the users of another (ASVS 8.4.1).
 */
export const claimUsernames: Reaction = {
  on: ['org.domain.verified'],
  async react(tx, org, event) {
    const domain = String(event.payload['domain'])
    const proof = domainOf(org.state(orgDomainsFacet), domain)?.proof
    if (proof?.kind !== 'verified' || proof.validationType === null) return
    const rows = await tx.query<{ user_id: string; host: string | null }>(
      `select u.user_id, (select d.domain from instance_domains d where d.instance_id = $1 and d.is_primary) as host
         from users u
        where u.instance_id = $1 and u.org_id <> $2 and lower(substring(u.username from '@([^@]*)$')) = $3`,
      [tx.instanceId, org.id, domain],
    )
    for (const { user_id: id, host } of rows) {
      const user = await tx.load({ type: 'user', id })
      const state = user.state(userFacet)
      if (state.kind === 'none' || !state.username.toLowerCase().endsWith(`@${domain}`)) continue
      const payload = { username: `${newId()}@temporary.${host ?? 'localhost'}`, scope: state.scope }
      await tx.append(user, [{ type: 'user.domain.claimed', payload }])
    }
  },
}
