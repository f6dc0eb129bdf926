import { create } from '@bufbuild/protobuf'
import { CheckTOTPSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { advance } from '../../features/browsers/index.ts'
import { isBegunKey } from '../../features/totp/index.ts'
import { DomainError, isRefusal, refuse } from '../../kernel/refusal.ts'
import { hidden } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, copyable, form, submit } from '../kit/parts.ts'
import { qrSvg } from '../kit/qr.ts'
import type { Problem, View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { otherWays } from './otherWays.ts'
import { actor, afterSetUp, canSetUp, withFreshProofs } from './setUp.ts'
import { digitsOf, totpField } from './totpPage.ts'

const codeMalformed = refuse(
  'page.totp_code_malformed',
  'invalid_argument',
  'a code of an authenticator app has six digits; enter the one that the app shows',
)

const keyReplaced = refuse(
  'page.totp_key_replaced',
  'failed_precondition',
  'another window has replaced the key of this one; add the new key to the app',
)

/** Sets up an authenticator app. The key is made by a button, and stays the same after a wrong code. */
export const totpSetPage: PageDefinition = {
  path: `${loginRoot}/otp/time-based/set`,
  fits: canSetUp('totp'),
  show,
  acts: withFreshProofs('totp', { begin, submit: limited('code', confirm) }),
}

/** The `otpauth` address that the form carries, so that a wrong code shows the same key again. */
const sentUri = /^otpauth:\/\/totp\/[^\s<>"]{1,700}$/

function show(context: ShownContext): View {
  const uri = context.entered.get('uri') ?? ''
  return sentUri.test(uri) ? keyView(context, uri) : beginView(context)
}

function beginView(context: ShownContext): View {
  const { t } = context
  return {
    title: t('otp.time-based.set.title'),
    heading: t('otp.time-based.set.title'),
    intro: t('otp.time-based.set.description'),
    account: accountChip(context),
    why: whyOf(context),
    body: form(
      actions(submit(t('otp.time-based.set.begin'), { action: 'begin', icon: 'app' }), otherWays(context)),
    ),
  }
}

function keyIn(uri: string): string {
  return new URLSearchParams(uri.slice(uri.indexOf('?'))).get('secret') ?? ''
}

function keyView(context: ShownContext, uri: string): View {
  const { t, problems, captcha } = context
  const key = keyIn(uri)
  const text = key.match(/.{1,4}/g)?.join(' ') ?? key
  return {
    title: t('otp.time-based.set.title'),
    heading: t('otp.time-based.set.title'),
    intro: t('otp.time-based.set.scan'),
    account: accountChip(context),
    problems,
    holdsSecret: true,
    body: html`${qrSvg(uri, t('kit.qr'))}
${actions(html`<a class="button secondary" href="${uri}">${t('otp.time-based.set.link')}</a>`)}
<details class="why"><summary>${t('otp.time-based.set.manual')}</summary>${copyable(t, { id: 'key', text, label: t('otp.time-based.set.key') })}</details>
${form(html`${hidden('uri', uri)}${totpField(t, problems, t('otp.time-based.set.confirm'))}${captcha}${actions(submit(t('common.continue')), otherWays(context))}`)}`,
  }
}

function begin(context: PageContext): Promise<Outcome> {
  return showKey(context, [])
}

/** Makes a key and shows it, with what was wrong about the one before. */
async function showKey(context: PageContext, problems: readonly Problem[]): Promise<Outcome> {
  const { call, userId } = actor(context)
  const { uri } = await context.deps.inProcess.client(UserService, call).registerTOTP({ userId })
  const view = keyView({ ...context, problems, entered: new URLSearchParams(), captcha: html`` }, uri)
  return { kind: 'view', view: problems.length === 0 ? view : { ...view, status: 400 } }
}

/** The code proves the app in this session as well, so that the login does not wait for the next one. */
async function confirm(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const { deps, browser, facts } = context
  const { call, userId } = actor(context)
  const code = digitsOf(entered)
  try {
    if (!/^\d{6}$/.test(code)) throw new DomainError(codeMalformed)
    await deps.inProcess.client(UserService, call).verifyTOTPRegistration({ userId, code })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { refusal } = error
    const isReplaced =
      refusal.code === 'second_factor.wrong_code' &&
      !(await isBegunKey(deps, call, userId, keyIn(entered.get('uri') ?? '')))
    if (isReplaced) return showKey(context, [problemOf(context, keyReplaced)])
    return { kind: 'again', problems: [problemOf(context, refusal, { field: 'code' })] }
  }
  const checks = { totp: create(CheckTOTPSchema, { code }) }
  const sessionId = facts.session?.sessionId ?? ''
  const advanced = await advance(deps, context.call, browser, { sessionId, checks })
  return isRefusal(advanced) ? afterSetUp(context) : afterSetUp(context, advanced)
}
