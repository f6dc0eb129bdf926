import type { SearchConditions } from '../../database/search.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { factorConditions } from './factorLevels.ts'

/** States of a person that somebody should look after. */
export const lifecycles = ['invited', 'unverified', 'dormant'] as const
export type Lifecycle = (typeof lifecycles)[number]

const day = 86_400_000

/** Ended sessions and void tokens are removed after this many days, so that nobody knows whether a person was there before. */
export function mostDormantDays({ config }: Pick<Deps, 'config'>): number {
  return Math.min(config.retentionDays, config.auditRetention('oidc_session', config.retentionDays))
}

/** Throws INVALID_ARGUMENT for more days than are known. */
export function dormantSince(now: Date, days: number, most: number): string {
  if (days > most) {
    throw new DomainError(
      refuse(
        'directory.dormancy_unknown',
        'invalid_argument',
        `sessions and tokens are forgotten ${most} days after their end; send dormantDays of at most ${most}, or keep them longer by SALLYPORT_RETENTION_DAYS and SALLYPORT_AUDIT_RETENTION_DAYS`,
      ),
    )
  }
  return new Date(now.getTime() - days * day).toISOString()
}

const isPerson = `u.kind = 'human'`

/** Returns the condition on `users u` by which people are in a state; `since` is the instant from which a dormant one was not there. */
export function lifecycleCondition(state: Lifecycle, since: string): (search: SearchConditions) => string {
  switch (state) {
    case 'invited':
      // Whoever has a password or passkey by now needs no invitation.
      return () => `not u.has_password and not (${factorConditions.phishing_resistant})
        and exists (select from user_invitations i where i.instance_id = u.instance_id and i.user_id = u.user_id)`
    case 'unverified':
      return () => `${isPerson} and u.email <> '' and not u.email_verified`
    case 'dormant':
      return (search) => {
        const from = `${search.param(since)}::timestamptz`
        return `${isPerson} and u.created_at < ${from}
          and not exists (select from session_proofs p where p.instance_id = u.instance_id and p.user_id = u.user_id
            and p.proved_at >= ${from})
          and not exists (select from oidc_sessions t where t.instance_id = u.instance_id and t.user_id = u.user_id
            and t.app_id is not null and t.actor is null and greatest(t.created_at, t.access_issued_at) >= ${from})`
      }
  }
}
