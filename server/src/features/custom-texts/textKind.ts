import type { Refusal } from '../../kernel/refusal.ts'

/** One kind of text that people may write anew: which texts it has, and what the product says itself. */
export interface TextKind<Key extends string = string> {
  /** Its name in events; unique among the kinds. */
  readonly template: string
  readonly keys: readonly Key[]
  /** The product's own texts in a language; complete for English, undefined for languages it does not speak. */
  builtIn(language: string): Readonly<Record<Key, string>> | undefined
  /** Why a text may not be written. */
  check?(text: string): Refusal | undefined
}
