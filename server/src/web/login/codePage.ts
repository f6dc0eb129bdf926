import { create } from '@bufbuild/protobuf'
import { CheckOTPSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { codeField } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, copyable, form, resendButton, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { check } from '../pages/check.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, offers, whyOf } from '../pages/parts.ts'
import { factorPages } from '../pages/stepPage.ts'
import { addressFor } from './factorChoice.ts'
import { otherWays } from './otherWays.ts'
import { pauseAfter, type SentKind, sendCode } from './sendCode.ts'

const texts = { otp_sms: 'otp.sms', otp_email: 'otp.email' } as const

/** Asks for a code from a text message. */
export const smsCodePage = codePage('otp_sms')

/** Asks for a code from a mail. The link of the mail leads here, with the code filled in. */
export const emailCodePage = codePage('otp_email')

function codePage(kind: SentKind): PageDefinition {
  return {
    path: `${loginRoot}/${factorPages[kind]}`,
    fits: (step, context) => offers(step, kind) || elsewhereCode(context) !== undefined,
    early: true,
    show: (context) => show(context, kind),
    acts: {
      send: limited('resend', (context) => sendCode(context, kind)),
      submit: limited('code', (context, entered) => checked(context, kind, entered)),
    },
  }
}

function show(context: ShownContext, kind: SentKind): View {
  const code = elsewhereCode(context)
  if (code !== undefined) return elsewhereView(context, code)
  const { query, problems, entered } = context
  const wait = pauseAfter(context)
  const isSent = wait !== undefined || query.has('code') || entered.has('code')
  const { t } = context
  const address = addressFor(kind, context) ?? ''
  return {
    title: t(`${texts[kind]}.title`),
    heading: t(`${texts[kind]}.title`),
    intro: t(wait === undefined ? `${texts[kind]}.description` : `${texts[kind]}.sent`, { address }),
    account: accountChip(context),
    problems,
    why: whyOf(context),
    body: isSent ? codeForm(context, wait ?? 0) : sendForm(context, kind),
  }
}

function sendForm(context: ShownContext, kind: SentKind) {
  const { t, captcha } = context
  return form(
    html`${captcha}${actions(submit(t(`${texts[kind]}.send`), { action: 'send' }), otherWays(context))}`,
  )
}

function codeForm(context: ShownContext, waitSeconds: number) {
  const { t, problems, entered, query, captcha } = context
  return form(
    html`${codeField({
      name: 'code',
      label: t('common.code'),
      kind: 'letters',
      value: entered.get('code') ?? query.get('code') ?? undefined,
      autofocus: true,
      problems,
    })}${captcha}${actions(
      submit(t('common.continue')),
      resendButton(t, { text: t('common.resend'), action: 'send', waitSeconds }),
      otherWays(context),
    )}`,
  )
}

async function checked(context: PageContext, kind: SentKind, entered: URLSearchParams): Promise<Outcome> {
  if (!offers(context.step, kind)) return { kind: 'go', to: context.link('login') }
  const otp = create(CheckOTPSchema, { code: (entered.get('code') ?? '').replaceAll(/\s/g, '') })
  return check(context, kind === 'otp_sms' ? { otpSms: otp } : { otpEmail: otp }, 'code')
}

/** The code of a link that was opened in a browser which is not the one of the login. */
function elsewhereCode({ facts, query }: PageContext): string | undefined {
  const code = query.get('code') ?? ''
  return facts.claim !== 'held' && query.has('sessionId') && /^\w{4,20}$/.test(code) ? code : undefined
}

/** A code counts in the session that asked for it. The link is also opened on other devices, where people read their mail. */
function elsewhereView({ t, link }: ShownContext, code: string): View {
  return {
    title: t('otp.elsewhere.title'),
    heading: t('otp.elsewhere.title'),
    intro: t('otp.elsewhere.description'),
    body: copyable(t, { id: 'code', text: code, label: t('common.code') }),
    links: [{ href: link('login', { sessionId: undefined }), text: t('otp.elsewhere.here') }],
    holdsSecret: true,
  }
}
