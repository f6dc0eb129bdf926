import type { accountEn } from './account/en.ts'
import type { loginEn } from './login/en.ts'
import type { problemsEn } from './problems/en.ts'

/** Forms of a text by plural category (CLDR); `other` counts for every category without a form. */
export interface Forms {
  readonly other: string
  readonly one?: string
  readonly few?: string
  readonly many?: string
}

/** The English texts of one area as a table of another language: the same keys, forms where English has forms. */
export type TextsLike<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : Forms
}

export type LoginTexts = TextsLike<typeof loginEn>
export type AccountTexts = TextsLike<typeof accountEn>
export type ProblemTexts = TextsLike<typeof problemsEn>

type English = typeof loginEn & typeof accountEn & typeof problemsEn

/** Every text of the pages in one language. */
export type Texts = LoginTexts & AccountTexts & ProblemTexts

/** The key of a text, such as `password.title`. */
export type TextKey = keyof Texts

/** A number is written in the page's language; text is taken as it is and escaped by the page. */
export type TextValue = string | number

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

type NamesOf<Key> = Key extends TextKey
  ? English[Key] extends string
    ? NamesIn<English[Key]>
    : NamesIn<English[Key][keyof English[Key]]> | 'count'
  : never

/** The values that the placeholders of a text demand; empty for a text without placeholders. */
export type ValuesOf<Key extends TextKey> = {
  readonly [Name in NamesOf<Key>]: Name extends 'count' ? number : TextValue
}
