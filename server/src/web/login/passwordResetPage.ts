import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { NotificationType } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { loginCall } from '../../access/pagePrincipals.ts'
import { type FlowPerson, readFacts, visiblePerson } from '../../features/login-flow/index.ts'
import { orgId } from '../../kernel/ids.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { field, hidden } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, secondaryLink, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import { mailTemplate } from '../pages/mailTemplate.ts'
import type { Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { shownPolicy } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { waitForBeat } from '../pages/waitForBeat.ts'

const nameMissing = refuse('page.name_missing', 'invalid_argument', 'there is no login name; enter one')

/**
 * Mails a link with which a password can be set. Whoever asks learns nothing: the answer and its time are the same whether the name is
 * known, can be reached, or may have a password at all.
 */
export const passwordResetPage: PageDefinition = {
  path: `${loginRoot}/password/reset`,
  show,
  acts: { submit: limited('reset', requested, (_, entered) => nameIn(entered) || undefined) },
}

function show(context: ShownContext): View | Leaving {
  const { t, facts, query, entered, problems, captcha, link } = context
  const loginName = entered.get('loginName') ?? query.get('loginName') ?? ''
  if (shownPolicy(facts).hidePasswordReset) return { kind: 'go', to: link('login') }
  const back = secondaryLink({
    href: link(loginName ? 'login' : 'loginname'),
    text: t('password.reset.back'),
  })
  if (query.has('sent') && problems.length === 0) {
    return {
      title: t('password.reset.sent_title'),
      heading: t('password.reset.sent_title'),
      intro: t('password.reset.sent', { name: loginName }),
      body: form(
        html`${hidden('loginName', loginName)}${captcha}${actions(
          submit(t('password.reset.again'), { kind: 'secondary' }),
          back,
        )}`,
      ),
    }
  }
  return {
    title: t('password.reset.title'),
    heading: t('password.reset.title'),
    intro: t('password.reset.description'),
    body: form(
      html`${field({
        name: 'loginName',
        label: t('loginname.label.name'),
        value: loginName,
        autocomplete: 'username',
        autofocus: true,
        maxlength: 200,
        problems,
      })}${captcha}${actions(submit(t('password.reset.submit')), back)}`,
    ),
  }
}

function nameIn(entered: URLSearchParams): string {
  return (entered.get('loginName') ?? '').trim()
}

async function requested(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const loginName = nameIn(entered)
  if (loginName === '') {
    return { kind: 'again', problems: [problemOf(context, nameMissing, { field: 'loginName' })] }
  }
  const person = await reachable(context, loginName)
  if (person) await mail(context, person)
  await waitForBeat(context.deps, context.call)
  return { kind: 'go', to: context.link('password/reset', { loginName, sent: 'true' }) }
}

/** The person of that name, if a link could help them to log in here. */
async function reachable(
  { deps, call, facts: { request }, query }: PageContext,
  loginName: string,
): Promise<FlowPerson | undefined> {
  const organization = query.get('organization') ?? undefined
  const account = { by: 'loginName', loginName } as const
  const facts = await readFacts(deps.database, call, { account, request, organization })
  const person = visiblePerson(facts)
  if (person?.kind !== 'human' || !person.orgActive || person.status === 'inactive') return undefined
  return facts.policy.hidePasswordReset ? undefined : person
}

/** People who have not finished their initialization get its code again: only it sets their password. */
async function mail(context: PageContext, { userId, orgId: own, status }: FlowPerson): Promise<void> {
  const { deps, call, login } = context
  try {
    if (status === 'initial') {
      const management = deps.inProcess.client(ManagementService, loginCall(call, orgId(own)))
      await management.resendHumanInitialization({ userId })
      return
    }
    const notificationType = NotificationType.Email
    const value = { notificationType, ...mailTemplate(context, 'reset_password') }
    await deps.inProcess
      .client(UserService, login)
      .passwordReset({ userId, medium: { case: 'sendLink', value } })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    deps.logger.info({ refusal: error.refusal.code }, 'a password reset was refused')
  }
}
