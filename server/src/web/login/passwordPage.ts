import { create } from '@bufbuild/protobuf'
import { CheckPasswordSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { passwordField } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, secondaryLink, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { check } from '../pages/check.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, isOneOfSeveral, offers, shownPolicy, whyOf } from '../pages/parts.ts'

/** Asks for the password. */
export const passwordPage: PageDefinition = {
  path: `${loginRoot}/password`,
  fits: (step) => offers(step, 'password'),
  early: true,
  show,
  acts: { submit: limited('password', checked) },
}

function show(context: ShownContext): View {
  const { t, step, problems, facts, captcha } = context
  const chip = accountChip(context)
  return {
    title: t('password.title'),
    heading: t('password.title'),
    account: chip,
    problems,
    why: whyOf(context),
    body: form(
      html`${passwordField(t, {
        name: 'password',
        loginName: chip.loginName,
        label: t('common.password'),
        autocomplete: 'current-password',
        autofocus: true,
        problems,
      })}${captcha}${actions(
        submit(t('common.continue')),
        offers(step, 'passkey') &&
          secondaryLink({ href: context.link('passkey'), text: t('password.passkey') }),
        isOneOfSeveral(step) && secondaryLink({ href: context.link('mfa'), text: t('common.other_way') }),
        !shownPolicy(facts).hidePasswordReset &&
          secondaryLink({ href: context.link('password/reset'), text: t('common.forgot_password') }),
      )}`,
    ),
  }
}

async function checked(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const password = create(CheckPasswordSchema, { password: entered.get('password') ?? '' })
  return check(context, { password }, 'password')
}
