import type { MessageInitShape } from '@bufbuild/protobuf'
import type { AddHumanUserRequestSchema } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { checkbox, field } from '../kit/fields.ts'
import { type Html, html } from '../kit/html.ts'
import { newPasswordField, type PasswordRules } from '../kit/newPasswordField.ts'
import { actions, newTab, submit } from '../kit/parts.ts'
import type { Problem } from '../kit/view.ts'
import { blankNames, longEntries, typedEmail } from '../pages/entries.ts'
import { mailTemplate } from '../pages/mailTemplate.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { refuseNewPassword } from '../pages/passwordRules.ts'
import { problemOf } from '../pages/problemOf.ts'
import type { Ways } from './registration.ts'

const termsMissing = refuse(
  'page.terms_missing',
  'invalid_argument',
  'the terms were not accepted; accept them to go on',
)

/** How a person who registers wants to log in. */
export type RegistrationWay = 'password' | 'passkey'

/** Renders the fields of a person who registers, and a button for each way to log in. */
export function personFields(
  context: ShownContext,
  ways: Pick<Ways, RegistrationWay> & { readonly username: boolean; readonly rules: PasswordRules },
  submitText: string,
): Html {
  const { t, problems, entered, query, captcha, facts } = context
  const hint = query.get('loginName') ?? facts.request?.loginHint ?? ''
  const text = (name: string, label: string, autocomplete: string, first = '') =>
    field({ name, label, autocomplete, value: entered.get(name) ?? first, maxlength: 200, problems })
  return html`${text('givenName', t('common.given_name'), 'given-name')}${text('familyName', t('common.family_name'), 'family-name')}${field(
    {
      name: 'email',
      label: t('common.email'),
      type: 'email',
      autocomplete: 'email',
      value: entered.get('email') ?? (hint.includes('@') ? hint : ''),
      maxlength: 200,
      problems,
    },
  )}${ways.username && text('username', t('common.username'), 'username', hint.replace(/@.*/, ''))}${
    ways.password &&
    newPasswordField(t, {
      name: 'password',
      label: t('common.password'),
      rules: ways.rules,
      problems,
    })
  }${terms(context)}${captcha}${actions(
    ways.password && submit(submitText),
    ways.passkey &&
      submit(ways.password ? t('register.passkey') : submitText, {
        action: 'passkey',
        kind: ways.password ? 'secondary' : 'primary',
        icon: 'passkey',
        novalidate: ways.password,
      }),
  )}`
}

/** Ticks for the terms and the privacy policy, if the instance links them. */
function terms({ t, look, problems, entered }: ShownContext): Html {
  const tick = (name: string, text: string, href: string | undefined, linkText: string) =>
    href !== undefined &&
    checkbox({
      name,
      label: html`${text} ${newTab(t, { href, text: linkText })}`,
      required: true,
      checked: entered.has(name),
      problems,
    })
  const { links } = look
  return html`${tick('terms', t('common.accept_terms'), links.terms, t('kit.terms'))}${tick('privacy', t('common.accept_privacy'), links.privacy, t('kit.privacy'))}`
}

/** The fields of a form that hold a name, which may be long. */
const names = ['givenName', 'familyName', 'username', 'organization']

/** Returns the problems of a form that its page can see: fields and ticks that are missing, long names, a malformed address. */
export function formProblems(
  context: PageContext,
  form: URLSearchParams,
  way: RegistrationWay,
): readonly Problem[] {
  const { terms, privacy } = context.look.links
  const email = typedEmail(form)
  const malformed = isRefusal(email) ? [problemOf(context, email, { field: 'email' })] : []
  const missing = [terms !== undefined && 'terms', privacy !== undefined && 'privacy']
    .filter((name) => name !== false)
    .filter((name) => !form.has(name))
    .map((field) => problemOf(context, termsMissing, { field }))
  const unfit = way === 'password' && refuseNewPassword(form.get('password') ?? '')
  const password = unfit ? [problemOf(context, unfit, { field: 'password' })] : []
  const named = [...blankNames(context, form), ...longEntries(context, form, names)]
  return [...named, ...malformed, ...password, ...missing]
}

/** The fields that refusals of a new person are about, by the beginnings of their codes. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^password\./, 'password'],
  [/^user\.email_/, 'email'],
  [/^user\.name_empty/, 'givenName'],
  [/^organizations\./, 'organization'],
]

/** Shows the refusal of a new person at its field; refusals of the username at the address where that is the username. */
export function personProblem(context: PageContext, refusal: Refusal, form: URLSearchParams): Problem {
  const username = /^user\.(username|foreign)_/.test(refusal.code)
  const own = form.has('username') ? 'username' : 'email'
  const field = username ? own : places.find(([code]) => code.test(refusal.code))?.[1]
  return problemOf(context, refusal, field === undefined ? {} : { field })
}

/** Returns the person of a form, in the language of the page. A code is mailed if mails can be sent and it is the password that logs in. */
export function personMessage(
  context: PageContext,
  form: URLSearchParams,
  way: RegistrationWay,
): MessageInitShape<typeof AddHumanUserRequestSchema> {
  const { look, facts } = context
  const text = (name: string) => (form.get(name) ?? '').trim()
  const sendsCode = way === 'password' && facts.channels.mail
  return {
    ...(form.has('username') && { username: text('username') }),
    profile: {
      givenName: text('givenName'),
      familyName: text('familyName'),
      preferredLanguage: look.language,
    },
    email: {
      email: text('email'),
      verification: sendsCode
        ? { case: 'sendCode', value: mailTemplate(context, 'verify_email') }
        : { case: 'isVerified', value: false },
    },
    ...(way === 'password' && {
      passwordType: {
        case: 'password',
        value: { password: form.get('password') ?? '', changeRequired: false },
      },
    }),
  }
}
