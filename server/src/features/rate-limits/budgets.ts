/** The acts that are limited. */
export type LimitedAct =
  | 'name'
  | 'password'
  | 'code'
  | 'reset'
  | 'resend'
  | 'registration'
  | 'device_code'
  | 'authorization'

/** The identities that an act is counted for: an address, a browser, a login name, and a name from one address. */
export const limitedScopes = ['address', 'browser', 'subjectFromAddress', 'subject'] as const

export type LimitedScope = (typeof limitedScopes)[number]

/** How often an act may fail within a window. Windows begin at multiples of their length. */
export interface ActBudget {
  readonly windowSeconds: number
  /** Acts within a window by scope; a scope that is not here is not counted. */
  readonly points: Readonly<Partial<Record<LimitedScope, number>>>
  /**
   * The part of each budget that every process admits by itself, without asking the database: people who succeed at once cost nothing.
   * For acts whose success gives the point back; several processes allow that much more.
   */
  readonly uncounted?: number
}

const minute = 60
const hour = 60 * minute
const uncounted = 0.1

/**
 * The budgets of all acts. Successful acts give back what they took, so only failures, mails and registrations add up: an office of
 * 500 people behind one address logs in within a quarter of an hour if fewer than 300 passwords are mistyped. One address has 15
 * tries at one name, above the usual limit of the lockout, so that its message is seen first; all addresses together have 100, of
 * which one address cannot use up more than its 15.
 */
export const budgets: Readonly<Record<LimitedAct, ActBudget>> = {
  name: { windowSeconds: 15 * minute, points: { address: 1000, browser: 100 } },
  password: {
    windowSeconds: 15 * minute,
    points: { address: 300, browser: 30, subjectFromAddress: 15, subject: 100 },
    uncounted,
  },
  code: {
    windowSeconds: 15 * minute,
    points: { address: 300, browser: 30, subjectFromAddress: 10, subject: 20 },
    uncounted,
  },
  reset: {
    windowSeconds: hour,
    points: { address: 100, browser: 10, subjectFromAddress: 4, subject: 10 },
  },
  resend: {
    windowSeconds: hour,
    points: { address: 300, browser: 20, subjectFromAddress: 8, subject: 20 },
  },
  registration: {
    windowSeconds: hour,
    points: { address: 100, browser: 10, subjectFromAddress: 4, subject: 10 },
  },
  device_code: { windowSeconds: 15 * minute, points: { address: 60, browser: 20 }, uncounted },
  authorization: { windowSeconds: 5 * minute, points: { address: 3000 }, uncounted },
}
