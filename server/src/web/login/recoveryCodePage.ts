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

/** Own codes have 17 characters; those of another system have at most 200, with the room that the field adds for spaces. */
const maxLength = 192

/** Asks for one of the person's recovery codes. */
export const recoveryCodePage: PageDefinition = {
  path: `${loginRoot}/otp/recovery`,
  fits: (step) => offers(step, 'recovery_code'),
  early: true,
  show,
  acts: { submit: limited('code', checked) },
}

function show(context: ShownContext): View {
  const { t, problems, captcha } = context
  const code = codeField({
    name: 'code',
    label: t('otp.recovery.label'),
    kind: 'letters',
    length: maxLength,
    autofocus: true,
    problems,
  })
  return {
    title: t('otp.recovery.title'),
    heading: t('otp.recovery.title'),
    intro: t('otp.recovery.description'),
    account: accountChip(context),
    problems,
    why: whyOf(context),
    body: form(html`${code}${captcha}${actions(submit(t('common.continue')), otherWays(context))}`),
  }
}

async function checked(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  return check(context, { recoveryCode: { code: (entered.get('code') ?? '').trim() } }, 'code')
}
