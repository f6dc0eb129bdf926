import type { DescField, DescMessage } from '@bufbuild/protobuf'
import type { LoginCustomText } from '@zitadel/proto/zitadel/text_pb.js'
import { LoginCustomTextSchema } from '@zitadel/proto/zitadel/text_pb.js'
import type { TextKind } from '../../custom-texts/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'

type Screens = Omit<LoginCustomText, '$typeName' | '$unknown' | 'details' | 'isDefault'>
type Texts<Screen> = Omit<NonNullable<Screen>, '$typeName' | '$unknown'>

/** Every text of the login in one language, by screen and name as in the contract's `LoginCustomText`. */
export type LoginTexts = {
  readonly [Screen in keyof Screens]-?: { readonly [Name in keyof Texts<Screens[Screen]>]: string }
}

/** Texts by screen, then by name. */
export type TextTree = Readonly<Record<string, Readonly<Record<string, string>>>>

const languages: Readonly<Record<string, LoginTexts>> = { en, de }

/** The screens of the contract: its members that hold only texts. */
const screens: readonly (DescField & { readonly message: DescMessage })[] =
  LoginCustomTextSchema.fields.flatMap((field) =>
    field.fieldKind === 'message' && field.message.typeName !== 'zitadel.v1.ObjectDetails' ? [field] : [],
  )

/** Keys of texts: `loginText.title`. */
const keys = screens.flatMap(({ localName, message }) =>
  message.fields.map((field) => `${localName}.${field.localName}`),
)

/** The login's texts as a kind of text that administrators may replace. */
export const loginKind: TextKind = {
  template: 'Login',
  keys,
  builtIn: (language) => {
    const tree = builtInTree(language)
    return tree && textsOf(tree)
  },
}

/** The product's own texts of the login; undefined for languages that the product lacks. */
export function builtInTree(language: string): TextTree | undefined {
  return Object.hasOwn(languages, language) ? languages[language] : undefined
}

/** The texts of screens by key; missing screens have none. */
export function textsOf(tree: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const { localName, message } of screens) {
    const screen = tree[localName] as Readonly<Record<string, string>> | undefined
    for (const field of message.fields) {
      const text = screen?.[field.localName]
      if (text !== undefined) texts[`${localName}.${field.localName}`] = text
    }
  }
  return texts
}

/** The screens of texts by key; the inverse of `textsOf`. A screen without any text is left out. */
export function treeOf(texts: Readonly<Record<string, string>>): TextTree {
  return Object.fromEntries(
    screens.flatMap(({ localName, message }) => {
      const screen = message.fields.flatMap((field) => {
        const text = texts[`${localName}.${field.localName}`]
        return text ? [[field.localName, text] as const] : []
      })
      return screen.length === 0 ? [] : [[localName, Object.fromEntries(screen)] as const]
    }),
  )
}
