import { type Html, nothing } from '../kit/html.ts'
import { notice } from '../kit/parts.ts'
import type { TextKey } from '../texts/texts.ts'
import type { AccountContext } from './accountPage.ts'

/** Says what the form before has done, by the `done` of the address; texts of others are not shown. */
export function doneNotice({ t, query }: AccountContext, texts: Readonly<Record<string, TextKey>>): Html {
  const done = query.get('done') ?? ''
  const key = Object.hasOwn(texts, done) ? texts[done] : undefined
  const text = key && t.find(key)
  return text === undefined ? nothing : notice('success', text)
}
