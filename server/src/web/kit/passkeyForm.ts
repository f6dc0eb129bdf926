import type { JsonObject } from '../../kernel/json.ts'
import type { Translate } from '../texts/translate.ts'
import { attributes, type Fill, type Html, html } from './html.ts'
import { icons } from './icons.ts'
import { actions, needsScript, submit } from './parts.ts'

/** Where the options of a ceremony come from: in the page, or from a POST of the form that returns `{ options, fields }`. */
type Options = { readonly options: JsonObject } | { readonly challenge: string }

/** A form whose button runs a WebAuthn ceremony and sends the result as JSON in the field `credential`. */
export type PasskeyFormOptions = Options & {
  readonly ceremony: 'create' | 'get'
  readonly button: string
  /** True to begin with the page; if the browser demands a press of the button first, nothing is said. */
  readonly start?: boolean
  /** Fields above the button. */
  readonly fields?: Fill
  /** Buttons and links below it. Buttons with `novalidate` send the form without the ceremony. */
  readonly more?: Fill
}

/** Renders the form of a passkey or security key; the page needs the script `passkey`. Without JavaScript it says what is needed. */
export function passkeyForm(t: Translate, options: PasskeyFormOptions): Html {
  const { ceremony, button, start, fields, more } = options
  return html`<form${attributes({
    method: 'post',
    'data-passkey': ceremony,
    'data-start': start,
    ...source(options),
  })}>${fields}<div class="notice problem" role="alert" hidden data-passkey-problem="${JSON.stringify(failureTexts(t))}">${icons.warning}<div><p></p></div></div>${needsScript(t)}${actions(
    html`<input type="hidden" name="credential" value="">`,
    submit(button, { icon: 'passkey' }),
    more,
  )}</form>`
}

/**
 * Renders an invisible form that offers passkeys in the list of the field with the token `webauthn`, such as
 * `autocomplete="username webauthn"`. Browsers without this or without a passkey show nothing.
 */
export function passkeyAutofill(
  t: Translate,
  options: Options & { readonly fields?: Fill; readonly action?: string },
): Html {
  return html`<form${attributes({ method: 'post', action: options.action, 'data-passkey': 'autofill', ...source(options) })}>${options.fields}<input type="hidden" name="credential" value=""><div class="notice problem" role="alert" hidden data-passkey-problem="${JSON.stringify(failureTexts(t))}">${icons.warning}<div><p></p></div></div></form>`
}

function source(options: Options) {
  return 'options' in options
    ? { 'data-options': JSON.stringify(options.options) }
    : { 'data-challenge': options.challenge }
}

function failureTexts(t: Translate) {
  return {
    unsupported: t('kit.passkey_unsupported'),
    cancelled: t('kit.passkey_cancelled'),
    unknown: t('kit.passkey_unknown'),
    known: t('kit.passkey_known'),
    insecure: t('kit.passkey_insecure'),
    failed: t('kit.passkey_failed'),
  }
}
