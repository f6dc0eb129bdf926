import type { Browser } from '../../features/browsers/index.ts'
import { isHidden } from '../../features/login-flow/index.ts'
import type { LimitedAct } from '../../features/rate-limits/index.ts'
import { refuse } from '../../kernel/refusal.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import type { Act } from './page.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'
import { runAct } from './runAct.ts'

const tooMany = refuse(
  'page.too_many_tries',
  'resource_exhausted',
  'there were too many tries; wait until the time that the page names',
)
const captchaFailed = refuse(
  'page.captcha_failed',
  'invalid_argument',
  'the answer of the CAPTCHA was refused; answer it again',
)

/** Acts whose success gives its point back, because the success alone shows that no stranger was guessing. */
const givenBack: readonly LimitedAct[] = ['password', 'code', 'device_code']

/**
 * Limits an act: before it runs it takes a point of the address, the browser and the person, and once half of a budget is used up it
 * needs a CAPTCHA, if the server has one. `subjectOf` names the person if the page does not.
 */
export function limited(
  act: LimitedAct,
  handler: Act,
  subjectOf: (context: PageContext, form: URLSearchParams) => string | undefined = subjectOfPage,
): Act {
  return async (context, form, about) => {
    const { deps, call, browser, facts } = context
    const subject = subjectOf(context, form)
    const person = subjectOf === subjectOfPage ? facts.person?.userId : subject
    const guarded = await deps.guard(call, act, {
      form,
      browserId: browser?.id,
      subject: spelling(subject),
      isKnown: person !== undefined && remembers(browser, person),
    })
    if (guarded.kind === 'wait') {
      const problem = problemOf(context, tooMany, { until: guarded.retryAt })
      return { kind: 'again', problems: [problem], retryAt: guarded.retryAt }
    }
    if (guarded.kind === 'captcha') {
      const problems = guarded.failed ? [problemOf(context, captchaFailed)] : []
      return { kind: 'again', problems, captcha: guarded.captcha }
    }
    const outcome = await runAct(handler, context, form, about)
    if (outcome.kind === 'again') return { ...outcome, captcha: guarded.captcha }
    const hasFailed = outcome.kind === 'go' && outcome.failed === true
    if (!hasFailed && givenBack.includes(act)) await guarded.giveBack()
    return outcome
  }
}

/** Whether the browser has an account of this user id or login name: an account of somebody else lends nothing to it. */
function remembers(browser: Browser | undefined, person: string): boolean {
  return (browser?.accounts ?? []).some(
    ({ userId, loginName }) => userId === person || spelling(loginName) === spelling(person),
  )
}

/**
 * A person by id, so that all of their names share a budget. A name that may not show whether it is known has one of its own: a limit
 * that two names shared would show that they are one person's.
 */
function subjectOfPage({ facts, query }: PageContext): string | undefined {
  if (facts.person !== undefined && !isHidden(facts)) return facts.person.userId
  return query.get('loginName') ?? undefined
}

/** Spellings that logins do not tell apart share a budget, so that nobody gets another one by capitals or spaces. */
function spelling(subject: string | undefined): string | undefined {
  return subject === undefined ? undefined : foldText(subject).replaceAll(/[\s()./-]/g, '')
}
