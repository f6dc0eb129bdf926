import type { Call } from '../../access/call.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import type { Browser } from '../../features/browsers/index.ts'
import type { FlowFacts, FoundRequest, LoginStep } from '../../features/login-flow/index.ts'
import type { Html } from '../kit/html.ts'
import type { Look } from '../kit/look.ts'
import type { Problem } from '../kit/view.ts'
import type { Translate } from '../texts/translate.ts'
import type { PageDeps } from './pageDeps.ts'

/** Everything that a page knows when it is shown or receives a form. */
export interface PageContext {
  readonly deps: PageDeps
  /** Anonymous: the caller of nothing by itself. */
  readonly call: Call
  /** Returns values as of the arrival of the request or later, which may be kept: never what the request itself changes. */
  readonly read: Read
  readonly path: string
  readonly query: URLSearchParams
  /** What the cookie stands for; undefined for a new or unknown browser. */
  readonly browser: Browser | undefined
  /** The request that the address names; undefined if it names none. */
  readonly found: FoundRequest | undefined
  readonly facts: FlowFacts
  /** What the login needs next. */
  readonly step: LoginStep
  readonly look: Look
  readonly t: Translate
  /** The languages that a person may choose. */
  readonly languages: readonly string[]
  /** The caller for acts of the login itself, such as finding a user by name. */
  readonly login: Call
  /** The caller for acts of the person, whose session this browser holds; undefined before anything was proved, be it by a mailed code. */
  readonly person: Call | undefined
  /** Returns the address of a page of the login that goes on with this request and account; undefined drops a parameter. */
  link(page: string, parameters?: Readonly<Record<string, string | undefined>>): string
}

/** The context of a page that shows itself again after a form was refused. */
export interface ShownContext extends PageContext {
  readonly problems: readonly Problem[]
  /** What the person entered, without secrets. */
  readonly entered: URLSearchParams
  /** The CAPTCHA that a limited act needs, for inside its form; empty if it needs none. */
  readonly captcha: Html
}
