import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { InProcessClient } from '../../access/inProcess.ts'
import { parseTypedPhone } from '../../features/accounts/index.ts'
import type { FlowPerson } from '../../features/login-flow/index.ts'
import { accept, type Refusal } from '../../kernel/refusal.ts'
import { codeField, field } from '../kit/fields.ts'
import { type Html, html, nothing } from '../kit/html.ts'
import { actions, badge, form, resendButton, secondaryLink, section, submit } from '../kit/parts.ts'
import { sentCode, typedEmail } from '../pages/entries.ts'
import type { PageDefinition } from '../pages/page.ts'
import {
  type AccountAct,
  type AccountContext,
  type AccountFormContext,
  type AccountView,
  accountPage,
} from './accountPage.ts'
import { doneNotice } from './doneNotice.ts'
import { type Entry, entryList } from './entryList.ts'

type Channel = 'email' | 'phone'
type Users = InProcessClient<typeof UserService>

/** The contract's methods about an address, and its field. */
interface ContactChannel {
  readonly present: (person: FlowPerson) => { readonly address: string; readonly isVerified: boolean }
  /** The address of a form. */
  readonly typed: (form: URLSearchParams) => string | Refusal
  readonly set: (users: Users, userId: string, address: string) => Promise<unknown>
  readonly verify: (users: Users, userId: string, verificationCode: string) => Promise<unknown>
  /** Refused once the address is verified. */
  readonly resend: (own: InProcessClient<typeof AuthService>) => Promise<unknown>
  readonly input: { readonly type: 'email' | 'tel'; readonly autocomplete: 'email' | 'tel' }
  readonly hint: 'account.email.change_hint' | 'account.phone.new_hint'
}

const channels: Readonly<Record<Channel, ContactChannel>> = {
  email: {
    present: ({ email, emailVerified }) => ({ address: email, isVerified: emailVerified }),
    typed: typedEmail,
    set: (users, userId, email) =>
      users.setEmail({ userId, email, verification: { case: 'sendCode', value: {} } }),
    verify: (users, userId, verificationCode) => users.verifyEmail({ userId, verificationCode }),
    resend: (own) => own.resendMyEmailVerification({}),
    input: { type: 'email', autocomplete: 'email' },
    hint: 'account.email.change_hint',
  },
  phone: {
    present: ({ phone, phoneVerified }) => ({ address: phone, isVerified: phoneVerified }),
    typed: (form) => parseTypedPhone(form.get('phone') ?? ''),
    set: (users, userId, phone) =>
      users.setPhone({ userId, phone, verification: { case: 'sendCode', value: {} } }),
    verify: (users, userId, verificationCode) => users.verifyPhone({ userId, verificationCode }),
    resend: (own) => own.resendMyPhoneVerification({}),
    input: { type: 'tel', autocomplete: 'tel' },
    hint: 'account.phone.new_hint',
  },
}

/** The pages of the e-mail address and of the phone number: the present one with its code, and the change to another one. */
export const contactPages: readonly PageDefinition[] = [
  ...pagesOf('email'),
  ...pagesOf('phone', { 'remove-phone': removePhone }),
]

function pagesOf(
  channel: Channel,
  more: Readonly<Record<string, AccountAct>> = {},
): readonly PageDefinition[] {
  const opensUnverified = channel === 'email'
  return [
    accountPage({
      name: channel,
      opensUnverified,
      show: (context) => showPresent(channel, context),
      acts: {
        submit: (context, entered) => verify(channel, context, entered),
        resend: (context) => resend(channel, context),
      },
      limits: { submit: 'code', resend: 'resend' },
      fields: { submit: 'code', resend: 'code' },
    }),
    accountPage({
      name: `${channel}-change`,
      within: channel,
      opensUnverified,
      fresh: true,
      show: (context) => showChange(channel, context),
      acts: { submit: (context, entered) => change(channel, context, entered), ...more },
      limits: { submit: 'resend' },
      fields: { submit: channel },
    }),
  ]
}

const usersOf = ({ deps, account }: AccountFormContext) => deps.inProcess.client(UserService, account.me)

function showPresent(channel: Channel, context: AccountContext): AccountView {
  const { t, account } = context
  const { address, isVerified } = channels[channel].present(account.person)
  const title = t(`account.${channel}.title`)
  const state = isVerified
    ? badge(t('account.email.verified'), 'good')
    : badge(t('account.email.unverified'), 'bad')
  const toChange = html`<a class="button secondary small" href="${account.at(`${channel}-change`)}">${t(
    address === '' ? 'common.add' : 'common.edit',
  )}</a>`
  const present: Entry =
    address === ''
      ? { heading: t('account.phone.missing'), details: [], action: toChange }
      : { heading: html`<bdi dir="ltr">${address}</bdi> ${state}`, details: [], action: toChange }
  return {
    title,
    heading: title,
    body: html`${doneNotice(context, {
      done: `account.${channel}.done`,
      removed: 'account.phone.removed',
      resent: 'common.resent',
    })}${section({ heading: t(`account.${channel}.present`), body: entryList([present]) })}${
      address !== '' && !isVerified && codeForm(channel, context)
    }`,
  }
}

/** Seconds before which no further code is sent by hand. */
const resendWait = 30

function codeForm(channel: Channel, { t, problems, entered, query, captcha }: AccountContext): Html {
  const isSent = ['sent', 'resent'].includes(query.get('done') ?? '')
  return section({
    heading: t(`account.${channel}.verify`),
    intro: t(`account.${channel}.code_hint`),
    body: form(
      html`${codeField({
        name: 'code',
        label: t('common.code'),
        kind: 'letters',
        value: entered.get('code') ?? undefined,
        autofocus: isSent,
        problems,
      })}${captcha}${actions(
        submit(t(`account.${channel}.verify`)),
        resendButton(t, { text: t('common.resend'), action: 'resend', waitSeconds: isSent ? resendWait : 0 }),
      )}`,
    ),
  })
}

async function verify(channel: Channel, context: AccountFormContext, entered: URLSearchParams) {
  if (isVerified(channel, context)) return done(channel, context)
  await channels[channel].verify(usersOf(context), context.account.userId, sentCode(entered))
  return done(channel, context)
}

/** Another tab, or the same form before, may have brought the code. */
function isVerified(channel: Channel, { account }: AccountFormContext): boolean {
  return channels[channel].present(account.person).isVerified
}

function done(channel: Channel, { account }: AccountFormContext) {
  return { kind: 'go', to: account.at(channel, { done: 'done' }) } as const
}

async function resend(channel: Channel, context: AccountFormContext) {
  if (isVerified(channel, context)) return done(channel, context)
  const { deps, account } = context
  await channels[channel].resend(deps.inProcess.client(AuthService, account.me))
  return { kind: 'go', to: context.account.at(channel, { done: 'resent' }) } as const
}

function showChange(channel: Channel, context: AccountContext): AccountView {
  const { t, problems, entered, account, captcha } = context
  const { input, hint, present } = channels[channel]
  const { address } = present(account.person)
  const title = t(address === '' ? 'account.phone.add' : `account.${channel}.change`)
  return {
    title,
    heading: title,
    body: html`${section({
      heading: t(`account.${channel}.new`),
      body: form(
        html`${field({
          ...input,
          name: channel,
          label: t(`account.${channel}.new`),
          hint: t(hint),
          value: entered.get(channel) ?? undefined,
          autofocus: true,
          problems,
        })}${captcha}${actions(
          submit(t(`account.${channel}.save`)),
          secondaryLink({ href: account.at(channel), text: t('common.cancel') }),
        )}`,
      ),
    })}${channel === 'phone' && address !== '' ? removal(context) : nothing}`,
  }
}

function removal({ t, account }: AccountContext): Html {
  const losesCodes = account.person.factors.includes('otp_sms')
  return section({
    heading: t('account.phone.remove'),
    ...(losesCodes && { intro: t('account.phone.remove_hint') }),
    body: form(actions(submit(t('account.phone.remove'), { action: 'remove-phone', kind: 'danger' }))),
  })
}

async function change(channel: Channel, context: AccountFormContext, entered: URLSearchParams) {
  const { account } = context
  const { typed, set } = channels[channel]
  await set(usersOf(context), account.userId, accept<string>(typed(entered)))
  return { kind: 'go', to: account.at(channel, { done: 'sent' }) } as const
}

async function removePhone(context: AccountFormContext) {
  await usersOf(context).removePhone({ userId: context.account.userId })
  return { kind: 'go', to: context.account.at('phone', { done: 'removed' }) } as const
}
