import { loginRoot } from '../../access/hostedLinks.ts'
import { advance } from '../../features/browsers/index.ts'
import { isHidden, visiblePerson } from '../../features/login-flow/index.ts'
import { loginChallenge, readLoginAnswer } from '../../features/passkeys/index.ts'
import { accept, isRefusal, refuse } from '../../kernel/refusal.ts'
import { secondaryLink } from '../kit/parts.ts'
import { passkeyForm } from '../kit/passkeyForm.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, isOneOfSeveral, offers, whyOf } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { proceed } from '../pages/proceed.ts'

const otherAccount = refuse(
  'page.passkey_of_other_account',
  'invalid_argument',
  'this passkey belongs to another account; use one of this account, or choose the other account first',
)

/**
 * Asks for a passkey. Without a named account any passkey of this site logs in the person that it belongs to; a name that may not show
 * whether it is known is treated alike.
 */
export const passkeyPage: PageDefinition = {
  path: `${loginRoot}/passkey`,
  fits: (step, { facts }) => offers(step, 'passkey') || isForAnybody(facts),
  early: true,
  show,
  acts: { submit: limited('password', prove) },
}

/** Whether nobody is named yet and passkeys are allowed. */
function isForAnybody({ claim, context }: PageContext['facts']): boolean {
  return claim === 'nobody' && context.passwordlessAllowed
}

async function show(context: ShownContext): Promise<View | Leaving> {
  const { t, step, facts, deps, call, captcha, link } = context
  const named = facts.claim !== 'nobody'
  const userId = isHidden(facts) ? undefined : visiblePerson(facts)?.userId
  const options = accept(await loginChallenge(deps, call, userId))
  // Passkeys of another host of the instance cannot be used on this one.
  const hasNoneHere = userId !== undefined && isEmpty(options['allowCredentials'])
  if (hasNoneHere && offers(step, 'password')) return { kind: 'go', to: link('password') }
  const other = offers(step, 'password')
    ? { href: link('password'), text: t('passkey.use_password') }
    : { href: link('loginname'), text: t('passkey.use_name') }
  const isSecond = step.kind === 'second_factor'
  return {
    title: t('passkey.title'),
    heading: t('passkey.title'),
    intro: named ? t('passkey.description') : t('passkey.any_account'),
    ...(named && { account: accountChip(context) }),
    why: whyOf(context),
    scripts: ['passkey'],
    body: passkeyForm(t, {
      ceremony: 'get',
      options,
      button: t('passkey.submit'),
      fields: captcha,
      more: isSecond
        ? isOneOfSeveral(step) && secondaryLink({ href: link('mfa'), text: t('common.other_way') })
        : secondaryLink(other),
    }),
  }
}

function isEmpty(list: unknown): boolean {
  return !Array.isArray(list) || list.length === 0
}

async function prove(context: PageContext, form: URLSearchParams): Promise<Outcome> {
  const { deps, call, browser, facts } = context
  const answer = accept(await readLoginAnswer(deps, call, credentialOf(form)))
  const { person, claim, session } = facts
  if (claim === 'held' && person?.userId !== answer.userId) {
    return { kind: 'again', problems: [problemOf(context, otherAccount)] }
  }
  const target = session ? { sessionId: session.sessionId } : { userId: answer.userId }
  const checks = { passkey: answer.passkey }
  const advanced = await advance(deps, call, browser, { ...target, checks })
  if (isRefusal(advanced)) return { kind: 'again', problems: [problemOf(context, advanced)] }
  return proceed(context, advanced)
}

/** The result of the ceremony as the script has sent it; text that is none is refused where it is read. */
function credentialOf(form: URLSearchParams): unknown {
  try {
    return JSON.parse(form.get('credential') ?? '')
  } catch {
    return undefined
  }
}
