import type { CheckRequest } from '../../access/factor.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { type Advanced, advance } from '../../features/browsers/index.ts'
import { isHidden, nextStep, readFacts, visiblePerson } from '../../features/login-flow/index.ts'
import { lockoutPolicy } from '../../features/settings/index.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { sendAtOnce } from '../login/sendAtOnce.ts'
import { checkHidden } from './checkHidden.ts'
import type { Outcome } from './page.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'
import { proceed } from './proceed.ts'

/** The checks of a page. */
export type Checks = Omit<CheckRequest, 'user' | 'userId'>

/**
 * Checks a factor of the page's person and goes on. The session is made by the first check; a refused check is shown at `field`. An
 * account that a failed check has locked has a page that says so. If the name may not show that it is known, every
 * failure has one answer.
 */
export async function check(context: PageContext, checks: Checks, field: string): Promise<Outcome> {
  const { facts } = context
  const advanced = isHidden(facts) ? await checkHidden(context, checks) : await checkShown(context, checks)
  if (!isRefusal(advanced)) {
    const next = await proceed(context, { ...advanced, proved: provedBy(checks) })
    return sendAtOnce(context, advanced, next)
  }
  if (isHidden(facts)) return { kind: 'again', problems: [problemOf(context, advanced, { field })] }
  return (await toBlocked(context)) ?? refused(context, advanced, field)
}

/** The factor that checks have proved; a key's own facts, such as whether it verified the person, are in its reply only. */
function provedBy({ password, totp, otpSms, otpEmail, recoveryCode }: Checks): FactorName | undefined {
  if (password) return 'password'
  if (totp) return 'totp'
  if (otpSms) return 'otp_sms'
  if (otpEmail) return 'otp_email'
  return recoveryCode && 'recovery_code'
}

async function checkShown(
  { deps, call, browser, facts }: PageContext,
  checks: Checks,
): Promise<Advanced | Refusal> {
  const { session } = facts
  const person = visiblePerson(facts)
  if (person === undefined) throw new Error('a check without a person')
  const target = session ? { sessionId: session.sessionId } : { userId: person.userId }
  return advance(deps, call, browser, { ...target, checks })
}

/** Goes to the page of an account that cannot log in any more, such as one that this check has locked. */
async function toBlocked({ deps, call, facts, query, link }: PageContext): Promise<Outcome | undefined> {
  const { person, session, request, claim } = facts
  if (person === undefined) return undefined
  const account =
    claim === 'held'
      ? ({ by: 'held', userId: person.userId, sessionId: session?.sessionId ?? null } as const)
      : ({ by: 'loginName', loginName: query.get('loginName') ?? '' } as const)
  const organization = query.get('organization') ?? undefined
  const { kind } = nextStep(await readFacts(deps.database, call, { account, request, organization }))
  return kind === 'blocked' ? { kind: 'go', to: link('blocked'), failed: true } : undefined
}

async function refused(context: PageContext, refusal: Refusal, field: string): Promise<Outcome> {
  const { deps, call, facts } = context
  if (refusal.code !== 'password.wrong' || facts.person === undefined) {
    return { kind: 'again', problems: [problemOf(context, refusal, { field })] }
  }
  const policy = await lockoutPolicy(deps.database, call.instance.id, facts.person.orgId)
  const { maxPasswordAttempts: maxAttempts } = policy
  return { kind: 'again', problems: [problemOf(context, refusal, { field, maxAttempts })] }
}
