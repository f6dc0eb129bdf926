import { retire } from '../../eventlog/retire.ts'
import { endedStreams, endFacet } from '../../eventlog/streamEnd.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'
import { deviceAuthorizationCanceled, deviceAuthorizationDone } from './events.ts'
import { deviceAuthorizationFacet } from './state.ts'

/** Days after which nothing asks for an expired code any more. */
const days = 1

/** Removes rows and secrets of requests that expired a day ago; until then a poll gets `expired_token`. */
export const deviceAuthorizationSchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'device_authorizations.remove_expired',
    cron: '23 * * * *',
    run: () =>
      retire(deps, days, {
        type: 'device_auth',
        sql: `select instance_id, device_authorization_id as id from device_authorizations
               where expires_at < $1 order by expires_at limit $2`,
        decide(stream, before) {
          const state = stream.state(deviceAuthorizationFacet)
          if (state.kind === 'none' || state.kind === 'done') return []
          const dead = new Date(state.request.expiresAt) < before
          return dead ? [deviceAuthorizationCanceled({ reason: 'expired' })] : []
        },
      }),
  },
]

/** Lists authorizations that were fetched, denied or removed for the retention. */
export const deviceEndFacet = endFacet('device_end', 'device_auth', [
  deviceAuthorizationCanceled,
  deviceAuthorizationDone,
])

/** Ended authorizations, whose events alone are left. */
export const endedDevices = endedStreams(deviceEndFacet)
