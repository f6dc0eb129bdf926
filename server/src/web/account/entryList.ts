import { type Fill, type Html, html } from '../kit/html.ts'

/** An entry of a list of the account: its name, lines of details, and a button or link. */
export interface Entry {
  readonly heading: string | Html
  readonly details: readonly (string | Html | undefined | null | false)[]
  readonly action?: Fill
}

/** Renders things of an account as a list, each with what can be done with it. */
export function entryList(entries: readonly Entry[]): Html {
  return html`<ul class="entries">${entries.map(
    ({ heading, details, action }) =>
      html`<li><div><strong>${heading}</strong>${details
        .filter((line) => line)
        .map((line) => html`<small>${line}</small>`)}</div>${action}</li>`,
  )}</ul>`
}
