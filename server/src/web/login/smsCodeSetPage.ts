import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { parseTypedPhone } from '../../features/accounts/index.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import { codeField, field } from '../kit/fields.ts'
import { type Html, html } from '../kit/html.ts'
import { actions, form, resendButton, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { sentCode } from '../pages/entries.ts'
import { limited } from '../pages/limited.ts'
import type { Act, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { addressFor } from './factorChoice.ts'
import { otherWays } from './otherWays.ts'
import { pauseAfter, sendCode } from './sendCode.ts'
import { actor, afterwards, canSetUp, withFreshProofs } from './setUp.ts'

const page = 'otp/sms/set'

/** Sets up codes by text message: the number is entered and verified first, unless it was before. */
export const smsCodeSetPage: PageDefinition = {
  path: `${loginRoot}/${page}`,
  fits: canSetUp('otp_sms'),
  show,
  acts: withFreshProofs('otp_sms', {
    number: limited('resend', shownAt('phone', sendToNumber)),
    send: limited('resend', shownAt('code', resend)),
    verify: limited('code', shownAt('code', verify)),
    submit: limited('resend', add),
  }),
}

function show(context: ShownContext): View {
  const { t, facts, problems } = context
  const address = addressFor('otp_sms', context) ?? ''
  const wait = pauseAfter(context)
  const isSent = address !== '' && !facts.person?.phoneVerified && wait !== undefined
  return {
    title: t('otp.sms.set.title'),
    heading: t('otp.sms.set.title'),
    intro: facts.person?.phoneVerified
      ? t('otp.sms.set.description', { address })
      : isSent
        ? t('otp.sms.sent', { address })
        : t('otp.sms.set.number'),
    account: accountChip(context),
    problems,
    why: whyOf(context),
    body: facts.person?.phoneVerified
      ? addForm(context)
      : isSent
        ? verifyForm(context, wait)
        : numberForm(context),
  }
}

function addForm(context: ShownContext): Html {
  const { t, captcha } = context
  return form(html`${captcha}${actions(submit(t('otp.sms.set.submit')), otherWays(context))}`)
}

function numberForm(context: ShownContext): Html {
  const { t, facts, problems, entered, captcha } = context
  return form(
    html`${field({
      name: 'phone',
      label: t('common.phone'),
      type: 'tel',
      inputmode: 'tel',
      autocomplete: 'tel',
      hint: t('otp.sms.set.number_hint'),
      value: entered.get('phone') ?? facts.person?.phone,
      autofocus: true,
      problems,
    })}${captcha}${actions(submit(t('otp.sms.send'), { action: 'number' }), otherWays(context))}`,
  )
}

function verifyForm(context: ShownContext, waitSeconds: number): Html {
  const { t, problems, captcha, link } = context
  return html`${form(
    html`${codeField({
      name: 'code',
      label: t('common.code'),
      kind: 'letters',
      autofocus: true,
      problems,
    })}${captcha}${actions(
      submit(t('common.continue'), { action: 'verify' }),
      resendButton(t, { text: t('common.resend'), action: 'send', waitSeconds }),
      html`<a class="button quiet" href="${link(page)}">${t('otp.sms.set.other_number')}</a>`,
    )}`,
  )}`
}

/** Shows the refusals of an act at a field. */
function shownAt(field: string, act: Act): Act {
  return async (context, entered, about) => {
    try {
      return await act(context, entered, about)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return { kind: 'again', problems: [problemOf(context, error.refusal, { field })] }
    }
  }
}

async function sendToNumber(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const { call, userId } = actor(context)
  if (context.facts.person?.phoneVerified) return toStart(context)
  const phone = accept<string>(parseTypedPhone(entered.get('phone') ?? ''))
  if (phone === context.facts.person?.phone) return resend(context)
  const verification = { case: 'sendCode', value: {} } as const
  await context.deps.inProcess.client(UserService, call).setPhone({ userId, phone, verification })
  return sent(context)
}

/** Another window may have verified or removed the number; the page then asks for what is left. */
function toStart({ link }: PageContext): Outcome {
  return { kind: 'go', to: link(page) }
}

async function resend(context: PageContext): Promise<Outcome> {
  const { call, userId } = actor(context)
  const { person } = context.facts
  if (person?.phoneVerified || person?.phone === '') return toStart(context)
  const verification = { case: 'sendCode', value: {} } as const
  await context.deps.inProcess.client(UserService, call).resendPhoneCode({ userId, verification })
  return sent(context)
}

function sent({ call, link }: PageContext): Outcome {
  return { kind: 'go', to: link(page, { sent: String(call.now.getTime()) }) }
}

async function verify(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const { call, userId } = actor(context)
  const { person } = context.facts
  if (person?.phoneVerified) return add(context)
  if (person?.phone === '') return toStart(context)
  const verificationCode = sentCode(entered)
  await context.deps.inProcess.client(UserService, call).verifyPhone({ userId, verificationCode })
  return add(context)
}

async function add(context: PageContext): Promise<Outcome> {
  const { call, userId } = actor(context)
  await context.deps.inProcess.client(UserService, call).addOTPSMS({ userId })
  return sendCode(afterwards(context), 'otp_sms')
}
