import { retire } from '../../eventlog/retire.ts'
import { endedStreams, endFacet } from '../../eventlog/streamEnd.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'
import { cookieDays } from './cookie.ts'
import { browserRemoved } from './events.ts'
import { browserFacet } from './state.ts'

/** Removes browsers whose cookie has expired, and after a day those that hold no account. */
export const browserSchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'browsers.remove_unused',
    cron: '41 * * * *',
    run: async () => {
      await remove(deps, 'unused', cookieDays)
      await remove(deps, 'empty', 1)
    },
  },
]

const conditions = { unused: 'true', empty: `accounts = '[]'::jsonb` } as const

function remove(deps: Deps, cause: keyof typeof conditions, days: number): Promise<void> {
  return retire(deps, days, {
    type: 'browser',
    sql: `select instance_id, browser_id as id from browsers
           where changed_at < $1 and ${conditions[cause]} order by changed_at limit $2`,
    decide(stream, before) {
      const browser = stream.state(browserFacet)
      if (browser.kind !== 'known' || new Date(browser.changedAt) >= before) return []
      return cause === 'unused' || browser.accounts.length === 0 ? [browserRemoved({ cause })] : []
    },
  })
}

/** Lists removed browsers for the retention. */
export const browserEndFacet = endFacet('browser_end', 'browser', [browserRemoved])

/** Removed browsers, whose events alone are left. */
export const removedBrowsers = endedStreams(browserEndFacet)
