import type { CaptchaWidget } from '../limits/openCaptcha.ts'
import type { Translate } from '../texts/translate.ts'
import type { Html } from './html.ts'

/** A script that a page may load, by the name of its file in `web/assets/`. */
export type ScriptName = 'page' | 'passkey'

/** A problem that a page shows: at its field if it has one, and in the list of problems above the form. */
export interface Problem {
  readonly text: string
  /** The name of the form's field that the problem is about. */
  readonly field?: string
  /** The id by which an operator finds the request in the log. */
  readonly reference?: string
}

/** The person a page is about, as the chip above the heading shows them. */
export interface AccountChip {
  readonly loginName: string
  readonly displayName?: string
  /** The address of the page that chooses another account. */
  readonly change?: string
}

/** A link with its text. */
export interface Link {
  readonly href: string
  readonly text: string
}

/** What a page shows, apart from how it looks. */
export interface View {
  /** The text of the browser's tab; the layout appends the name of the instance. */
  readonly title: string
  readonly heading: string
  readonly intro?: string | Html
  readonly body: Html
  readonly account?: AccountChip
  readonly problems?: readonly Problem[]
  /** Sentences that say which rules demand this step. */
  readonly why?: readonly string[]
  /** The question that they answer, if it is not "Why am I asked?". */
  readonly whyQuestion?: string
  /** Beside `page`, which every page loads. */
  readonly scripts?: readonly ScriptName[]
  /** The CAPTCHA that the body shows (`captchaField`): its script is loaded, and its `services` are allowed (CSP). */
  readonly captcha?: CaptchaWidget
  /** HTTP status (default 200). */
  readonly status?: number
  /** The address to which the browser goes on by itself, at once (an application's, after a form). */
  readonly refresh?: string
  /** True on pages of an application's request, which may run in a window that the application has opened and waits for. */
  readonly keepsOpener?: boolean
  /** Further links below the card. */
  readonly links?: readonly Link[]
  /** The text of a button below the card that leaves the page without finishing it (`action=cancel`). */
  readonly cancel?: string
  /** `wide` for pages with lists, such as those of the account. */
  readonly width?: 'narrow' | 'wide'
  /** The pages of an area, shown beside the contents of wide pages. */
  readonly navigation?: Navigation
  /** True for pages that show a new secret, such as a TOTP key: they are never compressed. */
  readonly holdsSecret?: boolean
}

/** The pages of an area. */
export interface Navigation {
  readonly label: string
  readonly items: readonly (Link & { readonly current: boolean })[]
}

/** The languages that a person may choose. The form is sent to `action` with `action=language` and the `language` chosen. */
export interface LanguageChoice {
  readonly action: string
  readonly current: string
  /** BCP 47 tags in order; each is shown by its own name. */
  readonly tags: readonly string[]
}

/** The circumstances in which a view is rendered. */
export interface Rendering {
  readonly t: Translate
  readonly nonce: string
  readonly languages?: LanguageChoice | undefined
}
