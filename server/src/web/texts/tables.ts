import { accountEn } from './account/en.ts'
import { loginEn } from './login/en.ts'
import { problemsEn } from './problems/en.ts'
import type { Texts } from './texts.ts'

/** Every text of the pages, by language; a language has all of them by type. */
export const tables = {
  en: { ...loginEn, ...accountEn, ...problemsEn },
} as const satisfies Readonly<Record<string, Texts>>

/** The product's own texts of exactly this language; undefined if there are none. */
export function tableOf(language: string): Texts | undefined {
  return Object.hasOwn(tables, language) ? tables[language as keyof typeof tables] : undefined
}
