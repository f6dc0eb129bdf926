import type { ProductLanguage } from '../../kernel/text/productLanguages.ts'
import { accountDe } from './account/de.ts'
import { accountEn } from './account/en.ts'
import { accountEs } from './account/es.ts'
import { accountFr } from './account/fr.ts'
import { accountIt } from './account/it.ts'
import { accountJa } from './account/ja.ts'
import { accountNl } from './account/nl.ts'
import { accountPl } from './account/pl.ts'
import { accountPt } from './account/pt.ts'
import { accountZh } from './account/zh.ts'
import { loginDe } from './login/de.ts'
import { loginEn } from './login/en.ts'
import { loginEs } from './login/es.ts'
import { loginFr } from './login/fr.ts'
import { loginIt } from './login/it.ts'
import { loginJa } from './login/ja.ts'
import { loginNl } from './login/nl.ts'
import { loginPl } from './login/pl.ts'
import { loginPt } from './login/pt.ts'
import { loginZh } from './login/zh.ts'
import { problemsDe } from './problems/de.ts'
import { problemsEn } from './problems/en.ts'
import { problemsEs } from './problems/es.ts'
import { problemsFr } from './problems/fr.ts'
import { problemsIt } from './problems/it.ts'
import { problemsJa } from './problems/ja.ts'
import { problemsNl } from './problems/nl.ts'
import { problemsPl } from './problems/pl.ts'
import { problemsPt } from './problems/pt.ts'
import { problemsZh } from './problems/zh.ts'
import type { Texts } from './texts.ts'

/** Every text of the pages, by language; a language has all of them by type. */
export const tables = {
  en: { ...loginEn, ...accountEn, ...problemsEn },
  de: { ...loginDe, ...accountDe, ...problemsDe },
  es: { ...loginEs, ...accountEs, ...problemsEs },
  fr: { ...loginFr, ...accountFr, ...problemsFr },
  it: { ...loginIt, ...accountIt, ...problemsIt },
  pt: { ...loginPt, ...accountPt, ...problemsPt },
  nl: { ...loginNl, ...accountNl, ...problemsNl },
  pl: { ...loginPl, ...accountPl, ...problemsPl },
  ja: { ...loginJa, ...accountJa, ...problemsJa },
  zh: { ...loginZh, ...accountZh, ...problemsZh },
} as const satisfies Readonly<Record<ProductLanguage, Texts>>

/** The product's own texts of exactly this language; undefined if there are none. */
export function tableOf(language: string): Texts | undefined {
  return Object.hasOwn(tables, language) ? tables[language as ProductLanguage] : undefined
}
