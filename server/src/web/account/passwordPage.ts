import { create } from '@bufbuild/protobuf'
import { CheckPasswordSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { advance } from '../../features/browsers/index.ts'
import { setPassword } from '../../features/passwords/index.ts'
import { DomainError, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { passwordField } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { newPasswordField } from '../kit/newPasswordField.ts'
import { actions, form, section, submit } from '../kit/parts.ts'
import { longEntries } from '../pages/entries.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import {
  isAboutNewPassword,
  presentPasswordMissing,
  readPasswordRules,
  refuseNewPassword,
} from '../pages/passwordRules.ts'
import { problemOf } from '../pages/problemOf.ts'
import { formatDistance } from '../texts/formats.ts'
import {
  type AccountContext,
  type AccountFormContext,
  type AccountView,
  accountPage,
  freshProofNeeded,
} from './accountPage.ts'
import { doneNotice } from './doneNotice.ts'

/** The change of the password by the present one. People without one set their first here, after fresh proofs of their passkey. */
export const passwordPage: PageDefinition = accountPage({
  name: 'password',
  show,
  acts: { submit: change },
  limits: { submit: 'password' },
})

async function show(context: AccountContext): Promise<AccountView> {
  const { t, call, account, problems, captcha, facts } = context
  const { hasPassword, passwordChangedAt, orgId, loginName } = account.person
  const title = t('account.password.title')
  const changed =
    passwordChangedAt === null ? undefined : formatDistance(t.language, new Date(passwordChangedAt), call.now)
  const rules = await readPasswordRules(context, orgId)
  return {
    title,
    heading: title,
    body: html`${doneNotice(context, { done: 'account.password.done', first: 'account.password.first_done' })}${
      facts.policy.allowUsernamePassword
        ? section({
            heading: t(hasPassword ? 'account.password.change' : 'account.password.add'),
            intro:
              hasPassword && changed !== undefined
                ? t('account.password.changed', { time: changed })
                : t('account.password.missing'),
            body: form(
              html`${
                hasPassword &&
                passwordField(t, {
                  name: 'current',
                  label: t('common.current_password'),
                  autocomplete: 'current-password',
                  problems,
                })
              }${newPasswordField(t, {
                name: 'password',
                label: t('common.new_password'),
                rules,
                problems,
                loginName,
              })}${captcha}${actions(submit(t(hasPassword ? 'account.password.change' : 'account.password.add')))}`,
            ),
          })
        : html`<p>${t('account.password.not_allowed')}</p>`
    }`,
  }
}

/** Sets the new password and checks it at once, because it voids the proof that this session has by the one before. */
async function change(context: AccountFormContext, entered: URLSearchParams): Promise<Outcome> {
  const { deps, call, browser, facts, account } = context
  const password = entered.get('password') ?? ''
  const current = entered.get('current') ?? ''
  const { hasPassword } = account.person
  const unfit = refuseNewPassword(password) ?? (hasPassword && current === '' && presentPasswordMissing)
  if (unfit) return refused(context, unfit)
  const problems = longEntries(context, entered, ['current'])
  if (problems.length > 0) return { kind: 'again', problems }
  try {
    await (hasPassword ? replace : setFirst)(context, password, current)
  } catch (error) {
    if (!(error instanceof DomainError) || error.refusal.code === freshProofNeeded) throw error
    return refused(context, error.refusal)
  }
  const checks = { password: create(CheckPasswordSchema, { password }) }
  const sessionId = facts.session?.sessionId ?? ''
  const advanced = await advance(deps, call, browser, { sessionId, checks })
  const to = account.at('password', { done: hasPassword ? 'done' : 'first' })
  if (isRefusal(advanced)) return { kind: 'go', to }
  return { kind: 'go', to, setCookies: advanced.setCookie ? [advanced.setCookie] : [] }
}

async function replace({ deps, account }: AccountFormContext, password: string, current: string) {
  await deps.inProcess.client(UserService, account.me).setPassword({
    userId: account.userId,
    newPassword: { password, changeRequired: false },
    verification: { case: 'currentPassword', value: current },
  })
}

/** A passkey proves who sets the first password, if everything was proved recently. */
async function setFirst({ deps, account }: AccountFormContext, password: string) {
  const refusal = await deps.inProcess.freshProofRefusal(account.me)
  if (refusal) throw new DomainError(refusal)
  const next = { kind: 'plain', password, changeRequired: false } as const
  await setPassword(deps, account.me, account.userId, { next, proof: { kind: 'first' } })
}

function refused(context: AccountFormContext, refusal: Refusal): Outcome {
  const field = isAboutNewPassword(refusal) ? 'password' : 'current'
  return { kind: 'again', problems: [problemOf(context, refusal, { field })] }
}
