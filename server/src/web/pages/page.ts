import type { JsonObject } from '@bufbuild/protobuf'
import type { Call } from '../../access/call.ts'
import { type Endpoint, type EndpointReply, endpoint, type SetCookie } from '../../contract/endpoint.ts'
import { UnconfirmedError } from '../../eventlog/keptReads.ts'
import type { LoginStep } from '../../features/login-flow/index.ts'
import { captchaField } from '../kit/captchaField.ts'
import { nothing } from '../kit/html.ts'
import type { Problem, View } from '../kit/view.ts'
import type { CaptchaWidget } from '../limits/openCaptcha.ts'
import { refusalPage } from '../refusalPage.ts'
import { cancel } from './cancel.ts'
import type { PageContext, ShownContext } from './pageContext.ts'
import type { PageDeps } from './pageDeps.ts'
import { readContext } from './readContext.ts'
import { challengeReply, framed, leaveReply, viewReply } from './replies.ts'
import { runAct } from './runAct.ts'
import { setLanguage } from './setLanguage.ts'
import { stepPage } from './stepPage.ts'

/** The outcome of a form: another page of ours, the same page with what is wrong, another view, or back to an application. */
export type Outcome = { readonly setCookies?: readonly SetCookie[] } & (
  | {
      readonly kind: 'go'
      readonly to: string
      /** A proof has failed, although another page follows: a failure that locked the account. */
      readonly failed?: true
    }
  | Again
  | { readonly kind: 'view'; readonly view: View }
  /** `signedIn`: the answer of a login that has succeeded, which native apps want to be shown. */
  | { readonly kind: 'leave'; readonly to: string; readonly signedIn?: boolean }
  | Challenge
)

/** The options of a WebAuthn ceremony for the script `passkey`, and values that the form sends along with the credential. */
export interface Challenge {
  readonly kind: 'challenge'
  readonly options: JsonObject
  readonly fields: Readonly<Record<string, string>>
}

/** The page is shown again with its problems. */
export interface Again {
  readonly kind: 'again'
  readonly problems: readonly Problem[]
  /** The next try needs its answer. */
  readonly captcha?: CaptchaWidget | undefined
  /** Too many tries: when the next one is allowed. */
  readonly retryAt?: Date
}

/**
 * Handles one button of a page's form. `about` is what the button's `value` says, such as the id of a list's entry; '' without one. A
 * refusal that it throws is shown on the page.
 */
export type Act = (context: PageContext, form: URLSearchParams, about: string) => Promise<Outcome>

/** A page: when and how it is shown, and its buttons by the value of `action`; `submit` is the one without a value. */
export interface PageDefinition {
  /** The whole path. */
  readonly path: string
  /** Whether the page belongs to the step; at others the browser is sent to the page of the step. Without it the page is always shown. */
  readonly fits?: (step: LoginStep, context: PageContext) => boolean
  /** True if showing the page changes nothing, so that it can be made while its context is being confirmed. */
  readonly early?: boolean
  /** Shows the page. It may also send the browser on. It changes nothing, except that the entry of a login answers its request. */
  readonly show: (context: ShownContext) => Promise<View | Leaving> | View | Leaving
  readonly acts?: Readonly<Record<string, Act>>
}

/** Where a GET sends the browser on; `leave` to an application, `go` to a page of ours. */
export type Leaving = Extract<Outcome, { kind: 'go' | 'leave' }>

/** The longest form in bytes. */
const formLimit = 32 * 1024

/** Makes the endpoint of a page. Only POSTs change something, and they end in a redirect unless something is wrong. */
export function page(deps: PageDeps, definition: PageDefinition): Endpoint<Call> {
  const { path } = definition
  return endpoint({
    methods: ['GET', 'POST'],
    path,
    credential: 'browser',
    cors: 'none',
    body: 'form',
    bodyLimit: formLimit,
    refusals: refusalPage,
    repeatable: true,
    async handle({ method, query, body, cookies }, call: Call): Promise<EndpointReply<'browser'>> {
      const context = await readContext(deps, call, { path, query, cookies })
      if (method !== 'POST' && definition.early) return shown(definition, context)
      if (call.reads && !(await call.reads.confirmed())) throw new UnconfirmedError()
      if (method !== 'POST') return shown(definition, context)
      if (body.get('action') === 'language')
        return reply(definition, context, body, await setLanguage(context, body))
      if (body.get('action') === 'cancel' && context.facts.request?.kind === 'oidc')
        return reply(definition, context, body, await cancel(context))
      const elsewhere = otherPage(definition, context)
      if (elsewhere !== undefined) return { kind: 'redirect', to: elsewhere }
      return reply(definition, context, body, await act(definition, context, body))
    },
  })
}

async function shown(definition: PageDefinition, context: PageContext): Promise<EndpointReply<'browser'>> {
  const elsewhere = otherPage(definition, context)
  if (elsewhere !== undefined) return { kind: 'redirect', to: elsewhere }
  const view = await definition.show({
    ...context,
    problems: [],
    entered: new URLSearchParams(),
    captcha: nothing,
  })
  if (!('kind' in view)) return viewReply(context, view)
  const isShown = view.kind === 'leave' && view.signedIn && context.facts.application?.showsSuccess
  if (isShown) return leaveReply(context, view, view.setCookies ?? [])
  return { kind: 'redirect', to: view.to, setCookies: framed(context.look, view.setCookies ?? []) }
}

/**
 * Returns the address of the step's page if this page does not belong to the step: a second tab, the back button, a typed address. Where a
 * login begins also says that its request is over.
 */
function otherPage({ fits }: PageDefinition, context: PageContext): string | undefined {
  if (fits === undefined) return undefined
  if (context.found && context.found.kind !== 'open') return context.link('login')
  if (fits(context.step, context)) return undefined
  const { page, parameters } = stepPage(context.step)
  return context.link(page, parameters)
}

async function act(
  { acts = {} }: PageDefinition,
  context: PageContext,
  form: URLSearchParams,
): Promise<Outcome> {
  const [, name = 'submit', about = ''] = /^([^:]+)(?::(.*))?$/s.exec(form.get('action') ?? '') ?? []
  const handler = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (handler === undefined) return { kind: 'again', problems: [] }
  return runAct(handler, context, form, about)
}

async function reply(
  definition: PageDefinition,
  context: PageContext,
  form: URLSearchParams,
  outcome: Outcome,
): Promise<EndpointReply<'browser'>> {
  const setCookies = framed(context.look, outcome.setCookies ?? [])
  switch (outcome.kind) {
    case 'go':
      return { kind: 'redirect', to: outcome.to, setCookies }
    case 'leave':
      return leaveReply(context, outcome, setCookies)
    case 'view':
      return viewReply(context, outcome.view, setCookies)
    case 'challenge':
      return challengeReply(outcome, setCookies)
    case 'again':
      return again(definition, context, form, { ...outcome, setCookies })
  }
}

async function again(
  definition: PageDefinition,
  context: PageContext,
  form: URLSearchParams,
  { problems, captcha, retryAt, setCookies }: Again & { readonly setCookies: readonly SetCookie[] },
): Promise<EndpointReply<'browser'>> {
  const field = captcha ? captchaField(context.t, captcha) : nothing
  const view = await definition.show({ ...context, problems, entered: form, captcha: field })
  if ('kind' in view) return { kind: 'redirect', to: view.to, setCookies }
  const status = view.status ?? (retryAt ? 429 : 400)
  const reply = viewReply(context, { ...view, problems, status, ...(captcha && { captcha }) }, setCookies)
  if (retryAt === undefined || reply.kind !== 'page') return reply
  const seconds = Math.ceil((retryAt.getTime() - context.call.now.getTime()) / 1000)
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.max(seconds, 1)) } }
}
