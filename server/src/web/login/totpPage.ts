import { create } from '@bufbuild/protobuf'
import { CheckTOTPSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { codeField } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { check } from '../pages/check.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, offers, whyOf } from '../pages/parts.ts'
import { otherWays } from './otherWays.ts'

/** Asks for the code of the authenticator app. */
export const totpPage: PageDefinition = {
  path: `${loginRoot}/otp/time-based`,
  fits: (step) => offers(step, 'totp'),
  early: true,
  show,
  acts: { submit: limited('code', checked) },
}

function show(context: ShownContext): View {
  const { t, problems, captcha } = context
  return {
    title: t('otp.time-based.title'),
    heading: t('otp.time-based.title'),
    intro: t('otp.time-based.description'),
    account: accountChip(context),
    problems,
    why: whyOf(context),
    body: form(
      html`${totpField(t, problems)}${captcha}${actions(submit(t('common.continue')), otherWays(context))}`,
    ),
  }
}

/** The field for a code of an authenticator app. With a hint, what is above it is read first, so it does not take the focus. */
export function totpField(t: ShownContext['t'], problems: ShownContext['problems'], hint?: string) {
  return codeField({
    name: 'code',
    label: t('common.code'),
    kind: 'digits',
    length: 6,
    hint,
    autofocus: hint === undefined,
    problems,
  })
}

/** Returns the code of a form as apps show it, without the spaces that people copy along. */
export function digitsOf(entered: URLSearchParams): string {
  return (entered.get('code') ?? '').replaceAll(/[\s-]/g, '')
}

async function checked(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  return check(context, { totp: create(CheckTOTPSchema, { code: digitsOf(entered) }) }, 'code')
}
