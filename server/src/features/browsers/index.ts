import type { Feature } from '../manifest.ts'
import { browserMigrations } from './migrations.ts'
import { browserEndFacet, browserSchedules, removedBrowsers } from './retention.ts'
import { browserFacet } from './state.ts'

export { browserCookie } from './cookie.ts'
export { heldBy } from './heldBy.ts'
export {
  accountOfSession,
  type Browser,
  type BrowserHandle,
  type HeldAccount,
  type LiveAccount,
  readBrowser,
  type SignedOutAccount,
} from './queries.ts'
export { userAgentOf } from './userAgentOf.ts'
export { type Advanced, type AdvanceRequest, advance } from './writes/advance.ts'
export { forgetAccounts, signOut } from './writes/leaveAccounts.ts'
export { setLanguage } from './writes/setLanguage.ts'

/** Browsers: the cookie of our pages, and the accounts and sessions that each browser holds. */
export const browsers: Feature = {
  name: 'browsers',
  migrations: browserMigrations,
  tables: ['browsers'],
  facets: [browserFacet, browserEndFacet],
  schedules: browserSchedules,
  dead: [removedBrowsers],
}
