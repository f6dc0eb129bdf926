import type { Refusal } from '../../kernel/refusal.ts'
import { formatDistance } from './formats.ts'
import { problemKeys } from './problemKeys.ts'
import type { Translate } from './translate.ts'

/** The facts that a page knows about a refusal beyond its code. */
export interface ProblemFacts {
  readonly now: Date
  /** The id under which the log has the request. */
  readonly reference: string
  /** Wrong passwords after which the account is locked; 0 or undefined if it never is. */
  readonly maxAttempts?: number
  /** When the account is unlocked, or the next attempt is allowed. */
  readonly until?: Date
}

/**
 * Returns what happened and what to do, for people. A refusal that has no text of its own gives a general one with the
 * reference, because its message is written for callers of the API.
 */
export function problemText(t: Translate, refusal: Refusal, facts: ProblemFacts): string {
  const own = Object.hasOwn(problemKeys, refusal.code) ? problemKeys[refusal.code] : undefined
  const key = own ?? generalKey(refusal)
  switch (key) {
    case 'problem.password_wrong': {
      const { maxAttempts = 0 } = facts
      if (maxAttempts === 0 || refusal.failedAttempts === undefined) return t(key)
      const count = maxAttempts - refusal.failedAttempts
      return count > 0 ? t('problem.password_wrong_attempts', { count }) : locked(t, facts)
    }
    case 'problem.locked':
      return locked(t, facts)
    case 'problem.too_many_requests':
      return facts.until ? t(key, { time: distance(t, facts, facts.until) }) : t('problem.unavailable')
    case 'problem.general':
      return t(key, { reference: facts.reference })
    default:
      return t(key)
  }
}

function locked(t: Translate, facts: ProblemFacts): string {
  const { until } = facts
  return until ? t('problem.locked_until', { time: distance(t, facts, until) }) : t('problem.locked')
}

function distance(t: Translate, { now }: ProblemFacts, until: Date): string {
  return formatDistance(t.language, until, now)
}

function generalKey({ kind }: Refusal) {
  switch (kind) {
    case 'unavailable':
    case 'deadline_exceeded':
    case 'aborted':
      return 'problem.unavailable'
    case 'resource_exhausted':
      return 'problem.too_many_requests'
    case 'permission_denied':
      return 'problem.denied'
    case 'not_found':
      return 'problem.gone'
    default:
      return 'problem.general'
  }
}
