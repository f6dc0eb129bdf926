import type { Translate } from '../texts/translate.ts'
import { attributes, type Html, html, nothing } from './html.ts'
import { icons } from './icons.ts'
import type { Problem } from './view.ts'

/** What every field has. The label is always visible; the id is made of the name. */
export interface FieldOptions {
  readonly name: string
  readonly label: string
  readonly value?: string | undefined
  readonly hint?: string | Html | undefined
  readonly required?: boolean
  readonly autofocus?: boolean
  /** The problems of the page; those of this field are shown at it. */
  readonly problems?: readonly Problem[] | undefined
}

/** A field of one line. */
export interface TextFieldOptions extends FieldOptions {
  readonly type?: 'text' | 'email' | 'tel' | 'url'
  /** The standard token that tells browsers what to fill in (HTML §4.10.18.7). */
  readonly autocomplete: string
  readonly inputmode?: 'text' | 'email' | 'tel' | 'numeric'
  readonly maxlength?: number
  readonly readonly?: boolean
  /** Text at the end of the field, such as the suffix of login names. */
  readonly suffix?: string | undefined
}

/** Renders a field of one line with its label, hint and problems. */
export function field(options: TextFieldOptions): Html {
  const { type = 'text', inputmode, maxlength, autocomplete, readonly, suffix, value } = options
  const isName = /username|email|url/.test(autocomplete) || type !== 'text'
  const input = html`<input${attributes({
    ...inputAttributes(options),
    type,
    autocomplete,
    inputmode,
    maxlength,
    readonly,
    value: value || undefined,
    ...(isName && { autocapitalize: 'none', spellcheck: 'false', dir: 'ltr' }),
  })}>`
  const box = suffix
    ? html`<div class="affix">${input}<span><bdi dir="ltr">${suffix}</bdi></span></div>`
    : input
  return labelled(options, box)
}

/** Renders a field for a password with a button that shows it. The password is never sent back to the browser. */
export function passwordField(
  t: Translate,
  options: Omit<FieldOptions, 'value'> & {
    readonly autocomplete: 'current-password' | 'new-password'
    /** Tells password managers whose password it is; give it once in a form. */
    readonly loginName?: string | undefined
  },
): Html {
  const input = html`<input${attributes({
    ...inputAttributes(options),
    type: 'password',
    autocomplete: options.autocomplete,
    autocapitalize: 'none',
    spellcheck: 'false',
  })}>`
  const id = idOf(options.name)
  const box = html`<div class="reveal">${input}<button${attributes({
    type: 'button',
    hidden: true,
    'data-reveal': id,
    'data-hide': t('kit.hide_password'),
    'aria-controls': id,
    'aria-pressed': 'false',
    'aria-label': t('kit.show_password'),
    title: t('kit.show_password'),
  })}>${icons.eye}</button></div>`
  return html`${options.loginName && nameForManagers(options.loginName)}${labelled(options, box)}`
}

/** Renders a field for a code from a mail, a message, an app or a list. Digits bring up the keypad of phones. */
export function codeField(
  options: FieldOptions & {
    readonly kind: 'digits' | 'letters'
    readonly length?: number
  },
): Html {
  const { kind, length } = options
  const input = html`<input${attributes({
    ...inputAttributes(options),
    type: 'text',
    class: 'code',
    dir: 'ltr',
    autocomplete: 'one-time-code',
    inputmode: kind === 'digits' ? 'numeric' : 'text',
    autocapitalize: kind === 'digits' ? 'none' : 'characters',
    spellcheck: 'false',
    // Room for the spaces and dashes that people copy along.
    maxlength: length === undefined ? undefined : length + 8,
    value: options.value || undefined,
  })}>`
  return labelled(options, input)
}

/** Renders a choice of one value from a list. */
export function selectField(
  options: FieldOptions & {
    readonly autocomplete?: string
    readonly options: readonly { readonly value: string; readonly text: string; readonly lang?: string }[]
  },
): Html {
  const { required: _, ...common } = inputAttributes(options)
  const choices = options.options.map(
    ({ value, text, lang }) =>
      html`<option${attributes({ value, lang, selected: value === options.value })}>${text}</option>`,
  )
  return labelled(
    options,
    html`<div class="select"><select${attributes({ ...common, autocomplete: options.autocomplete })}>${choices}</select>${icons.swap}</div>`,
  )
}

/** Renders a tick box with its text, which may hold links. */
export function checkbox(options: {
  readonly name: string
  readonly label: string | Html
  readonly checked?: boolean
  readonly required?: boolean
  readonly problems?: readonly Problem[] | undefined
}): Html {
  const { name, label, checked, required } = options
  const own = problemsOf(name, options.problems)
  const input = html`<input${attributes({
    type: 'checkbox',
    id: idOf(name),
    name,
    value: 'true',
    checked,
    required,
    'aria-invalid': own.length > 0 ? 'true' : undefined,
    'aria-describedby': own.length > 0 ? `${idOf(name)}-problem` : undefined,
  })}>`
  return html`<div class="field"><div class="check">${input}<label for="${idOf(name)}">${label}</label></div>${problemText(name, own)}</div>`
}

/** Renders a hidden field. */
export function hidden(name: string, value: string | undefined): Html {
  return value === undefined ? nothing : html`<input type="hidden" name="${name}" value="${value}">`
}

/** Nobody sees or reaches this field, but password managers store its value beside the password. */
function nameForManagers(loginName: string): Html {
  return html`<input class="hidden" type="text" name="username" value="${loginName}" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>`
}

function labelled(options: FieldOptions, control: Html): Html {
  const { name, label, hint, problems } = options
  return html`<div class="field"><label for="${idOf(name)}">${label}</label>${control}${
    hint && html`<div class="hint" id="${idOf(name)}-hint">${hint}</div>`
  }${problemText(name, problemsOf(name, problems))}</div>`
}

function problemText(name: string, own: readonly Problem[]): Html {
  return own.length === 0
    ? nothing
    : html`<div class="field-problem" id="${idOf(name)}-problem">${own.map(({ text }) => html`<p>${text}</p>`)}</div>`
}

function problemsOf(name: string, problems: readonly Problem[] = []): readonly Problem[] {
  return problems.filter(({ field }) => field === name)
}

function inputAttributes({ name, hint, required = true, autofocus, problems }: FieldOptions) {
  const id = idOf(name)
  const isWrong = problemsOf(name, problems).length > 0
  // The first wrong field gets the focus, else the message above the form does.
  const [first] = problems ?? []
  const described = [hint && `${id}-hint`, isWrong && `${id}-problem`].filter(Boolean).join(' ')
  return {
    id,
    name,
    required,
    autofocus: first === undefined ? autofocus : first.field === name,
    'aria-invalid': isWrong ? 'true' : undefined,
    'aria-describedby': described || undefined,
  }
}

/** Returns the id of the field of a name. */
export function idOf(name: string): string {
  return `f-${name}`
}
