import { create } from '@bufbuild/protobuf'
import { CheckPasswordSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../access/call.ts'
import { loginRoot } from '../../access/hostedLinks.ts'
import { advance } from '../../features/browsers/index.ts'
import { setPassword } from '../../features/passwords/index.ts'
import { userId as brandedUser } from '../../kernel/ids.ts'
import { DomainError, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { passwordField } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { newPasswordField } from '../kit/newPasswordField.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { longEntries } from '../pages/entries.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import {
  isAboutNewPassword,
  presentPasswordMissing,
  readPasswordRules,
  refuseNewPassword,
} from '../pages/passwordRules.ts'
import { problemOf } from '../pages/problemOf.ts'
import { proceed } from '../pages/proceed.ts'

/** Demands another password of a person who began this login with one that is expired or was chosen by somebody else. */
export const passwordChangePage: PageDefinition = {
  path: `${loginRoot}/password/change`,
  fits: ({ kind }) => kind === 'change_password',
  show,
  acts: { submit: limited('password', changed) },
}

/** Milliseconds for which the person need not enter the present password again after it was checked. */
const recent = 15 * 60_000

/** When the session has proved the present password, if it was just now. */
function provedJustNow({ facts }: PageContext): string | undefined {
  const at = facts.session?.proofs.find(({ kind }) => kind === 'password')?.at
  return at !== undefined && facts.now.getTime() - Date.parse(at) <= recent ? at : undefined
}

async function show(context: ShownContext): Promise<View> {
  const { t, step, facts, problems, captcha } = context
  const rules = await readPasswordRules(context, facts.person?.orgId ?? '')
  const expired = step.kind === 'change_password' && step.reason === 'expired'
  const asksPresent = provedJustNow(context) === undefined
  return {
    title: t('password.change.title'),
    heading: t('password.change.title'),
    intro: expired ? t('password.change.expired') : t('password.change.required'),
    account: accountChip(context),
    why: whyOf(context),
    problems,
    body: form(
      html`${
        asksPresent &&
        passwordField(t, {
          name: 'current',
          label: t('common.current_password'),
          autocomplete: 'current-password',
          autofocus: true,
          problems,
        })
      }${newPasswordField(t, {
        name: 'password',
        label: t('common.new_password'),
        rules,
        autofocus: !asksPresent,
        problems,
        loginName: facts.person?.loginName,
      })}${captcha}${actions(submit(t('password.change.submit')))}`,
    ),
  }
}

async function changed(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const { deps, call, browser, person: caller, facts } = context
  const { person, session } = facts
  const password = entered.get('password') ?? ''
  if (!caller || !person || !session) return { kind: 'go', to: context.link('login') }
  const unfit = refuseNewPassword(password)
  if (unfit) return refused(context, unfit)
  const current = entered.get('current') ?? ''
  if (current === '' && provedJustNow(context) === undefined) return refused(context, presentPasswordMissing)
  const problems = longEntries(context, entered, ['current'])
  if (problems.length > 0) return { kind: 'again', problems }
  try {
    await replace(context, caller, person.userId, { password, current })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // Another tab was faster; the login goes on from there.
    if (error.refusal.code === 'password.changed_meanwhile') return { kind: 'go', to: context.link('login') }
    return refused(context, error.refusal)
  }
  const checks = { password: create(CheckPasswordSchema, { password }) }
  const advanced = await advance(deps, call, browser, { sessionId: session.sessionId, checks })
  return isRefusal(advanced) ? refused(context, advanced) : proceed(context, advanced)
}

async function replace(
  context: PageContext,
  caller: Call,
  userId: string,
  { password, current }: { readonly password: string; readonly current: string },
): Promise<void> {
  const at = provedJustNow(context)
  if (at !== undefined) {
    const next = { kind: 'plain', password, changeRequired: false } as const
    await setPassword(context.deps, caller, brandedUser(userId), { next, proof: { kind: 'proved', at } })
    return
  }
  await context.deps.inProcess.client(UserService, caller).setPassword({
    userId,
    newPassword: { password, changeRequired: false },
    verification: { case: 'currentPassword', value: current },
  })
}

function refused(context: PageContext, refusal: Refusal): Outcome {
  if (isAboutNewPassword(refusal)) {
    return { kind: 'again', problems: [problemOf(context, refusal, { field: 'password' })] }
  }
  const isPresent = refusal.code === 'password.wrong' || refusal.code === presentPasswordMissing.code
  return { kind: 'again', problems: [problemOf(context, refusal, isPresent ? { field: 'current' } : {})] }
}
