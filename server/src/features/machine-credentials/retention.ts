import { retire } from '../../eventlog/retire.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'
import { machineKeyRemoved, tokenRemoved } from './events.ts'
import { keysFacet } from './keyState.ts'
import { tokensFacet } from './tokenState.ts'

/** Removes tokens and keys that expired longer ago than `SALLYPORT_RETENTION_DAYS`; until then they are listed. */
export const machineCredentialSchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'machine_credentials.remove_expired',
    cron: '17 * * * *',
    run: () =>
      retire(deps, deps.config.retentionDays, {
        type: 'user',
        sql: `select instance_id, user_id as id from personal_access_tokens where expires_at < $1
              union select instance_id, user_id from machine_keys where expires_at < $1 limit $2`,
        decide(user, before) {
          const isDead = ({ expiresAt }: { readonly expiresAt: string }) => new Date(expiresAt) < before
          const tokens = user.state(tokensFacet).filter(isDead)
          const keys = user.state(keysFacet).filter(isDead)
          return [
            ...tokens.map(({ tokenId }) => tokenRemoved({ tokenId })),
            ...keys.map(({ keyId }) => machineKeyRemoved({ keyId })),
          ]
        },
      }),
  },
]
