import { loginRoot } from '../../access/hostedLinks.ts'
import { nextStep, readKeptFacts } from '../../features/login-flow/index.ts'
import { loginChallenge } from '../../features/passkeys/index.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { field } from '../kit/fields.ts'
import { type Html, html } from '../kit/html.ts'
import { actions, form, notice, secondaryLink, submit } from '../kit/parts.ts'
import { passkeyAutofill } from '../kit/passkeyForm.ts'
import type { Link, View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { problemOf } from '../pages/problemOf.ts'
import { stepPage } from '../pages/stepPage.ts'
import { discoverOrganization } from './discoverOrganization.ts'
import { readOrgRegistration } from './registerOrgPage.ts'
import { readRegistration } from './registration.ts'

const nameEmpty = refuse(
  'page.name_empty',
  'invalid_argument',
  'the name is empty; enter the name of your account',
)
const nameUnknown = refuse(
  'page.name_unknown',
  'not_found',
  'no account has this name here; check the name and try again',
)

/**
 * Asks for the name of the account, and offers the passkeys of this browser at its field. If names may not show whether they are known, any
 * name leads on alike.
 */
export const loginNamePage: PageDefinition = {
  path: `${loginRoot}/loginname`,
  fits: () => true,
  early: true,
  show,
  acts: { submit: limited('name', named, typedName) },
}

async function show(context: ShownContext): Promise<View> {
  const { t, facts, query, problems, entered, captcha, link } = context
  const { allowUsernamePassword, passwordlessAllowed } = facts.context
  const heading = facts.application?.name
    ? t('loginname.title_app', { app: facts.application.name })
    : t('loginname.title')
  const asksName = allowUsernamePassword || passwordlessAllowed
  return {
    title: t('loginname.title'),
    heading,
    intro: t('loginname.description'),
    scripts: passwordlessAllowed ? ['passkey'] : [],
    body: html`${
      asksName &&
      form(
        html`${field({
          name: 'loginName',
          label: t(labelOf(facts.context)),
          value: entered.get('loginName') ?? query.get('loginName') ?? facts.request?.loginHint,
          autocomplete: passwordlessAllowed ? 'username webauthn' : 'username',
          maxlength: 200,
          autofocus: true,
          suffix: suffixOf(context),
          problems,
        })}${captcha}${actions(
          submit(t('common.continue')),
          passwordlessAllowed &&
            secondaryLink({
              href: link('passkey', { loginName: undefined, sessionId: undefined }),
              text: t('loginname.passkey'),
            }),
        )}`,
      )
    }${!asksName && notice('warning', t('problem.no_way'))}${await autofill(context)}`,
    links: await registerLinks(context),
  }
}

async function registerLinks(context: ShownContext): Promise<readonly Link[]> {
  const { t, link } = context
  const [person, organization] = await Promise.all([readRegistration(context), readOrgRegistration(context)])
  const none = { loginName: undefined, sessionId: undefined }
  return [
    ...(person.kind === 'open' ? [{ href: link('register', none), text: t('loginname.register') }] : []),
    ...(organization.kind === 'open'
      ? [{ href: link('register/org', none), text: t('loginname.register_org') }]
      : []),
  ]
}

async function autofill({ t, facts, deps, call, link }: ShownContext): Promise<Html | false> {
  if (!facts.context.passwordlessAllowed) return false
  const options = await loginChallenge(deps, call)
  if (isRefusal(options)) return false
  return passkeyAutofill(t, {
    options,
    action: link('passkey', { loginName: undefined, sessionId: undefined }),
  })
}

/** The label names the ways of naming an account that the policy allows. */
function labelOf({ disableLoginWithEmail, disableLoginWithPhone }: PageContext['facts']['context']) {
  if (disableLoginWithEmail && disableLoginWithPhone) return 'loginname.label.name' as const
  if (disableLoginWithEmail) return 'loginname.label.name_phone' as const
  return disableLoginWithPhone
    ? ('loginname.label.name_email' as const)
    : ('loginname.label.name_email_phone' as const)
}

const domainScope = 'urn:zitadel:iam:org:domain:primary:'

/** Names of an organization that the application names by its domain need not be typed with it. */
function suffixOf({ facts, look }: PageContext): string | undefined {
  const scope = facts.request?.scope.find((one) => one.startsWith(domainScope))
  return scope === undefined || look.hidesLoginNameSuffix ? undefined : `@${scope.slice(domainScope.length)}`
}

function typedName(_: PageContext, form: URLSearchParams): string {
  return (form.get('loginName') ?? '').trim().slice(0, 200)
}

async function named(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const { deps, call, read, facts, query, link } = context
  const loginName = typedName(context, entered)
  if (loginName === '') return refused(context, nameEmpty)
  const { request } = facts
  const organization = query.get('organization') ?? undefined
  const account = { by: 'loginName', loginName } as const
  const key = { account, request, organization }
  const step = nextStep((await readKeptFacts(read, deps.database, call, key)).facts)
  if (step.kind === 'identify') {
    const discovered = await discoverOrganization(context, loginName)
    if (discovered === undefined) return refused(context, nameUnknown)
    return { kind: 'go', to: link('register', { organization: discovered, loginName, sessionId: undefined }) }
  }
  const { page, parameters } = stepPage(step)
  return { kind: 'go', to: link(page, { loginName, sessionId: undefined, ...parameters }) }
}

function refused(context: PageContext, refusal: Refusal): Outcome {
  return { kind: 'again', problems: [problemOf(context, refusal, { field: 'loginName' })] }
}
