import type { Refusal } from '../../kernel/refusal.ts'

/** One kind of text that administrators may replace: its keys and the product's own texts. */
export interface TextKind<Key extends string = string> {
  /** The name in events; unique among the kinds. */
  readonly template: string
  readonly keys: readonly Key[]
  /** The product's own texts in a language; complete for English, undefined for languages that the product lacks. */
  builtIn(language: string): Readonly<Record<Key, string>> | undefined
  /** Refuses a text that may not be set. */
  check?(text: string): Refusal | undefined
}
