import { type Html, html, nothing } from '../kit/html.ts'
import { link, notice } from '../kit/parts.ts'
import type { Link } from '../kit/view.ts'
import type { TextKey } from '../texts/texts.ts'
import type { AccountContext } from './accountPage.ts'

/** Says what the form before has done, by the `done` of the address; texts of others are not shown. `next` leads on from one of them. */
export function doneNotice(
  { t, query }: AccountContext,
  texts: Readonly<Record<string, TextKey>>,
  next: Readonly<Record<string, Link>> = {},
): Html {
  const done = query.get('done') ?? ''
  const key = Object.hasOwn(texts, done) ? texts[done] : undefined
  const text = key && t.find(key)
  if (text === undefined) return nothing
  const further = Object.hasOwn(next, done) ? next[done] : undefined
  return notice('success', further ? html`<p>${text}</p><p>${link(further)}</p>` : text)
}
