import type { Translate } from '../texts/translate.ts'
import { attributes, type Fill, type Html, html, nothing } from './html.ts'
import { type IconName, icons } from './icons.ts'
import type { Link, Problem } from './view.ts'

/** What a button does: `action` picks the handler of the page, `kind` says how loud it is. */
export interface ButtonOptions {
  readonly action?: string
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger'
  /** Sends the form without checking its fields, such as for "Skip". */
  readonly novalidate?: boolean
  /** The id of the form, for buttons outside of it. */
  readonly form?: string
  readonly icon?: IconName
  /** Fits into a row of a list. */
  readonly small?: boolean
  /** What the action is about, such as an id; sent as `action:value`. */
  readonly value?: string
}

/** The value of a button: its action and what it is about. Pages split it at the first colon. */
function actionValue(action: string, value: string | undefined): string {
  return value === undefined ? action : `${action}:${value}`
}

/** Renders a button that sends its form; a page has one `primary`. */
export function submit(text: string, options: ButtonOptions = {}): Html {
  const { action, kind = 'primary', novalidate, form, icon, value, small = false } = options
  return html`<button${attributes({
    type: 'submit',
    class: `button ${kind}${small ? ' small' : ''}`,
    name: action === undefined ? undefined : 'action',
    value: action && actionValue(action, value),
    formnovalidate: novalidate,
    form,
  })}>${icon && icons[icon]}<span>${text}</span></button>`
}

/** Renders a form that is sent to the page itself, or to `action`. */
export function form(
  body: Fill,
  options: {
    readonly action?: string
    readonly id?: string
    readonly attributes?: Readonly<Record<`data-${string}`, string>>
  } = {},
): Html {
  return html`<form${attributes({ method: 'post', action: options.action, id: options.id, 'data-once': true, ...options.attributes })}>${body}</form>`
}

/** Renders buttons and links in a column: the primary one first. */
export function actions(...items: readonly Fill[]): Html {
  return html`<div class="actions">${items}</div>`
}

/** Renders a quiet link to another way or another page. */
export function secondaryLink({ href, text }: Link): Html {
  return html`<a class="button quiet" href="${href}">${text}</a>`
}

/** Renders the link that leads on from a page without a form, as loud as the button of one. */
export function mainLink({ href, text }: Link, kind: 'primary' | 'secondary' = 'primary'): Html {
  return html`<a class="button ${kind}" href="${href}">${text}</a>`
}

/** Renders a plain link inside of a text. */
export function link({ href, text }: Link): Html {
  return html`<a href="${href}">${text}</a>`
}

/** Renders a link that opens in a tab of its own, for pages whose entries must not be lost. */
export function newTab(t: Translate, { href, text }: Link): Html {
  return html`<a href="${href}" target="_blank" rel="noopener noreferrer">${text}<span class="hidden"> (${t('kit.new_window')})</span></a>`
}

/** Renders the line between two ways. */
export function orLine(t: Translate): Html {
  return html`<div class="or"><span>${t('common.or')}</span></div>`
}

/** One way to go on: a link, or with `action` a button of the surrounding form. */
export type Choice = {
  readonly text: string
  readonly detail?: string
  readonly icon?: IconName
  /** A button at the end of the line that takes the choice off the list; `label` says which one. */
  readonly remove?: { readonly label: string; readonly action: string; readonly value: string } | undefined
} & (
  | { readonly href: string }
  /** `page`: the address of another page whose button it is. */
  | { readonly action: string; readonly value?: string; readonly page?: string }
)

/** Renders ways to go on as a list of large targets. */
export function choiceList(choices: readonly Choice[]): Html {
  return html`<ul class="choices">${choices.map((choice) => {
    const inside = html`${choice.icon && icons[choice.icon]}<span><strong>${choice.text}</strong>${choice.detail && html`<small>${choice.detail}</small>`}</span>${icons.next}`
    if ('href' in choice) {
      return html`<li><a class="choice" href="${choice.href}">${inside}</a>${removeButton(choice)}</li>`
    }
    const value = actionValue(choice.action, choice.value)
    return html`<li><button${attributes({ type: 'submit', class: 'choice', name: 'action', value, formaction: choice.page, formnovalidate: true })}>${inside}</button>${removeButton(choice)}</li>`
  })}</ul>`
}

function removeButton({ remove }: Choice): Html {
  if (remove === undefined) return nothing
  return html`<button${attributes({
    type: 'submit',
    class: 'remove',
    name: 'action',
    value: actionValue(remove.action, remove.value),
    formnovalidate: true,
    'aria-label': remove.label,
    title: remove.label,
  })}>${icons.close}</button>`
}

/** Renders a message of the page: good news, a hint, or a warning. */
export function notice(kind: 'success' | 'info' | 'warning', text: string | Html): Html {
  const icon = { success: icons.done, info: icons.info, warning: icons.warning }[kind]
  return html`<div class="notice ${kind}"${attributes({ role: kind === 'success' ? 'status' : undefined })}>${icon}<div>${text}</div></div>`
}

/** Renders problems above a form. The layout does it for those of `View.problems` that no field of the page shows. */
export function errorSummary(t: Translate, problems: readonly Problem[]): Html {
  if (problems.length === 0) return nothing
  const lines = problems.map(
    ({ text, reference }) =>
      html`<p>${text}${reference && html` <small>${t('kit.reference', { reference })}</small>`}</p>`,
  )
  return html`<div class="notice problem" role="alert" tabindex="-1" autofocus>${icons.warning}<div>${lines}</div></div>`
}

/** Renders the reasons of a step, closed until asked for; a page that asks nothing has a question of its own. */
export function whyDetails(t: Translate, reasons: readonly string[], question = t('kit.why')): Html {
  if (reasons.length === 0) return nothing
  return html`<details class="why"><summary>${question}</summary>${
    reasons.length === 1
      ? html`<p>${reasons[0]}</p>`
      : html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
  }</details>`
}

/** Renders a button that asks for a further code, after a wait that the page counts down. Without JavaScript the server refuses too early ones. */
export function resendButton(
  t: Translate,
  options: { readonly text: string; readonly action: string; readonly waitSeconds: number },
): Html {
  const { text, action, waitSeconds } = options
  const id = `wait-${action}`
  return html`<div class="resend"><button${attributes({
    type: 'submit',
    class: 'button quiet',
    name: 'action',
    value: action,
    formnovalidate: true,
    'aria-describedby': waitSeconds > 0 ? id : undefined,
    'data-wait': waitSeconds > 0 ? waitSeconds : undefined,
  })}>${text}</button>${waitSeconds > 0 && html`<p class="hint" id="${id}" hidden data-wait="${t('kit.resend_in', { time: '{time}' })}"></p>`}</div>`
}

/** Renders a short state, such as "verified". */
export function badge(text: string, kind: 'plain' | 'good' | 'bad' = 'plain'): Html {
  return html`<span class="badge ${kind}">${text}</span>`
}

/** Renders names with their values, each with links or buttons to change it. */
export function summaryList(
  rows: readonly { readonly name: string; readonly value: string | Html; readonly actions?: Fill }[],
): Html {
  return html`<dl class="summary">${rows.map(
    (row) =>
      html`<div><dt>${row.name}</dt><dd>${row.value}</dd>${row.actions && html`<dd class="row-actions">${row.actions}</dd>`}</div>`,
  )}</dl>`
}

/** Renders a section of a wide page. */
export function section(options: {
  readonly heading: string
  readonly intro?: string | Html
  readonly body: Fill
  readonly id?: string
}): Html {
  const { heading, intro, body, id } = options
  return html`<section class="card"${attributes({ id })}><h2>${heading}</h2>${intro && html`<p class="quiet">${intro}</p>`}${body}</section>`
}

/** Renders a section for something that cannot be undone, apart from the others. */
export function dangerZone(options: { readonly heading: string; readonly body: Fill }): Html {
  return html`<section class="card danger-zone"><h2>${options.heading}</h2>${options.body}</section>`
}

/** Renders a text for copying, such as a key or a code. Without JavaScript it can be selected. */
export function copyable(
  t: Translate,
  options: { readonly id: string; readonly text: string; readonly label: string },
): Html {
  return html`<div class="copy"><code id="${options.id}" aria-label="${options.label}" role="text">${options.text}</code><button${attributes(
    {
      type: 'button',
      class: 'button secondary small',
      hidden: true,
      'data-copy': options.id,
      'data-done': t('kit.copied'),
    },
  )}>${t('kit.copy')}</button></div>`
}

/** Says that a step needs JavaScript, only to browsers without it. */
export function needsScript(t: Translate): Html {
  return html`<noscript>${notice('warning', t('kit.needs_script'))}</noscript>`
}
