import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { addressFor } from './factorChoice.ts'
import { otherWays } from './otherWays.ts'
import { sendCode } from './sendCode.ts'
import { actor, afterwards, canSetUp, withFreshProofs } from './setUp.ts'

/** Sets up codes by mail to the person's verified address; the first one is sent at once. */
export const emailCodeSetPage: PageDefinition = {
  path: `${loginRoot}/otp/email/set`,
  fits: canSetUp('otp_email'),
  show,
  acts: withFreshProofs('otp_email', { submit: limited('resend', added) }),
}

function show(context: ShownContext): View {
  const { t, problems, captcha } = context
  return {
    title: t('otp.email.set.title'),
    heading: t('otp.email.set.title'),
    intro: t('otp.email.set.description', { address: addressFor('otp_email', context) ?? '' }),
    account: accountChip(context),
    problems,
    why: whyOf(context),
    body: form(html`${captcha}${actions(submit(t('otp.email.set.submit')), otherWays(context))}`),
  }
}

async function added(context: PageContext): Promise<Outcome> {
  const { call, userId } = actor(context)
  await context.deps.inProcess.client(UserService, call).addOTPEmail({ userId })
  return sendCode(afterwards(context), 'otp_email')
}
