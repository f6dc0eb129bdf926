import { create } from '@bufbuild/protobuf'
import { CheckPasswordSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { type AdvanceRequest, advance } from '../../features/browsers/index.ts'
import { type LoginStep, readFacts } from '../../features/login-flow/index.ts'
import { setPassword } from '../../features/passwords/index.ts'
import { userId as brandedUser } from '../../kernel/ids.ts'
import { DomainError, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { html } from '../kit/html.ts'
import { newPasswordField, type PasswordRules } from '../kit/newPasswordField.ts'
import { actions, form, notice, secondaryLink, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import { linkInvalid } from '../pages/linkInvalid.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { isAboutNewPassword, readPasswordRules, refuseNewPassword } from '../pages/passwordRules.ts'
import { problemOf } from '../pages/problemOf.ts'
import { proceed } from '../pages/proceed.ts'

/**
 * Sets a password: by the code of a mailed link, which is spent only with a valid password, or the first one of a person whose address was
 * proved just now. The login then goes on with that password, so a second factor is still demanded.
 */
export const passwordSetPage: PageDefinition = {
  path: `${loginRoot}/password/set`,
  fits: (step, { query }) => linkIn(query) !== undefined || isFirst(step),
  show: async (context) => view(context, await readPasswordRules(context, organizationOf(context))),
  acts: { submit: limited('code', set, ({ query, facts }) => query.get('userId') ?? facts.person?.userId) },
}

interface ResetLink {
  readonly userId: string
  readonly code: string
}

function linkIn(query: URLSearchParams): ResetLink | undefined {
  const [userId, code] = [query.get('userId'), query.get('code')]
  return userId === null || code === null ? undefined : { userId, code }
}

function isFirst(step: LoginStep): boolean {
  return step.kind === 'set_up_first' && step.proved && step.options.includes('password')
}

/** Before the code has proved anything the page shows nothing of the user whom the link names. */
function organizationOf({ query, facts }: PageContext): string {
  const own = linkIn(query) === undefined ? facts.person?.orgId : undefined
  return own ?? query.get('organization') ?? facts.request?.organization ?? ''
}

function view(context: ShownContext, rules: PasswordRules): View {
  const { t, query, problems, captcha, link } = context
  const byLink = linkIn(query) !== undefined
  const isDead = byLink && problems.some(({ field }) => field === undefined)
  return {
    title: t('password.set.title'),
    heading: t('password.set.title'),
    intro: byLink
      ? `${t('password.set.description')} ${t('password.set.sessions_ended')}`
      : t('password.set.description'),
    ...(!byLink && { account: accountChip(context), why: whyOf(context) }),
    problems,
    body: form(
      html`${newPasswordField(t, {
        name: 'password',
        label: t('common.new_password'),
        rules,
        autofocus: true,
        problems,
        loginName: byLink ? undefined : accountChip(context).loginName,
      })}${captcha}${actions(
        submit(t('password.set.submit')),
        isDead && secondaryLink({ href: link('password/reset'), text: t('password.set.new_link') }),
      )}`,
    ),
  }
}

async function set(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const reset = linkIn(context.query)
  const password = entered.get('password') ?? ''
  const unfit = refuseNewPassword(password)
  if (unfit) return refusedPassword(context, unfit, organizationOf(context))
  return reset ? setByLink(context, reset, password) : setFirst(context, password)
}

async function setByLink(
  context: PageContext,
  { userId, code }: ResetLink,
  password: string,
): Promise<Outcome> {
  const { deps, login, call } = context
  try {
    await deps.inProcess.client(UserService, login).setPassword({
      userId,
      newPassword: { password, changeRequired: false },
      verification: { case: 'verificationCode', value: code },
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (!isAboutNewPassword(error.refusal)) {
      deps.logger.info({ refusal: error.refusal.code }, 'a reset link was refused')
      return { kind: 'again', problems: [problemOf(context, linkInvalid)] }
    }
    // The code was right, so the person may see the rules of their organization.
    const { person } = await readFacts(deps.database, call, { account: { by: 'userId', userId } })
    return refusedPassword(context, error.refusal, person?.orgId ?? '')
  }
  return goOn(context, { userId }, password)
}

async function setFirst(context: PageContext, password: string): Promise<Outcome> {
  const { deps, person: caller, facts } = context
  const { person, session } = facts
  if (!caller || !person || !session) return { kind: 'go', to: context.link('login') }
  const next = { kind: 'plain', password, changeRequired: false } as const
  try {
    await setPassword(deps, caller, brandedUser(person.userId), { next, proof: { kind: 'first' } })
  } catch (error) {
    if (!(error instanceof DomainError) || !isAboutNewPassword(error.refusal)) throw error
    return refusedPassword(context, error.refusal, person.orgId)
  }
  return goOn(context, { sessionId: session.sessionId }, password)
}

/** Shows what the password lacks. It is no guess, so it costs none of the tries that a link has. */
async function refusedPassword(context: PageContext, refusal: Refusal, orgId: string): Promise<Outcome> {
  const problems = [problemOf(context, refusal, { field: 'password' })]
  const rules = await readPasswordRules(context, orgId)
  const shown = { ...context, problems, entered: new URLSearchParams(), captcha: html`` }
  return { kind: 'view', view: { ...view(shown, rules), status: 400 } }
}

/** Goes on with the new password. Accounts that cannot log in, such as locked ones, have their password all the same. */
async function goOn(
  context: PageContext,
  who: Pick<AdvanceRequest, 'userId' | 'sessionId'>,
  password: string,
): Promise<Outcome> {
  const { deps, call, browser, t, link } = context
  const checks = { password: create(CheckPasswordSchema, { password }) }
  const advanced = await advance(deps, call, browser, { ...who, checks })
  if (!isRefusal(advanced)) return proceed(context, advanced)
  const heading = t('password.set.done_title')
  const again = link('login', { sessionId: undefined, loginName: undefined })
  return {
    kind: 'view',
    view: {
      title: heading,
      heading,
      body: html`${notice('warning', problemOf(context, advanced).text)}${actions(secondaryLink({ href: again, text: t('common.sign_in') }))}`,
    },
  }
}
