import { retire } from '../../eventlog/retire.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'
import { keyEvents } from './events.ts'
import { applicationsFacet } from './state.ts'

/** Removes keys that expired longer ago than `SALLYPORT_RETENTION_DAYS`; until then they are listed. */
export const applicationSchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'applications.remove_expired_keys',
    cron: '37 * * * *',
    run: () =>
      retire(deps, deps.config.retentionDays, {
        type: 'project',
        sql: `select distinct instance_id, project_id as id from app_keys where expires_at < $1 limit $2`,
        decide: (project, before) =>
          Object.entries(project.state(applicationsFacet)).flatMap(([appId, { keys }]) =>
            keys
              .filter(({ expiresAt }) => new Date(expiresAt) < before)
              .map(({ keyId }) => keyEvents.removed({ appId, keyId })),
          ),
      }),
  },
]
