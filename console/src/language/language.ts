import { type ProductLanguage, productLanguages } from '../../../server/src/kernel/text/productLanguages.ts'

/** The texts of a language by the names under which the English ones are kept. */
export type Tables = Readonly<Record<string, unknown>>

/** What loads the texts of another language than English: those of every page first, those of single pages when one is opened. */
interface Loaders {
  readonly start: () => Promise<Tables>
  readonly pages: () => Promise<Tables>
}

const translations: Readonly<Record<string, Loaders>> = {
  de: {
    start: () => import('../translations/de/start.ts'),
    pages: () => import('../translations/de/pages.ts'),
  },
  es: {
    start: () => import('../translations/es/start.ts'),
    pages: () => import('../translations/es/pages.ts'),
  },
  fr: {
    start: () => import('../translations/fr/start.ts'),
    pages: () => import('../translations/fr/pages.ts'),
  },
  it: {
    start: () => import('../translations/it/start.ts'),
    pages: () => import('../translations/it/pages.ts'),
  },
  ja: {
    start: () => import('../translations/ja/start.ts'),
    pages: () => import('../translations/ja/pages.ts'),
  },
  nl: {
    start: () => import('../translations/nl/start.ts'),
    pages: () => import('../translations/nl/pages.ts'),
  },
  pl: {
    start: () => import('../translations/pl/start.ts'),
    pages: () => import('../translations/pl/pages.ts'),
  },
  pt: {
    start: () => import('../translations/pt/start.ts'),
    pages: () => import('../translations/pt/pages.ts'),
  },
  zh: {
    start: () => import('../translations/zh/start.ts'),
    pages: () => import('../translations/zh/pages.ts'),
  },
}

const storedAs = 'sallyport.language'

/** What is used of a browser. Tests read the texts without one. */
interface Browser {
  readonly document?: { readonly documentElement: { lang: string } }
  readonly location?: { reload(): void }
}
const { document, location } = globalThis as Browser

/** The choice in this browser; none if it lets the page keep nothing, which even throws for a look at its storage. */
function storedChoice(): string {
  try {
    return localStorage.getItem(storedAs) ?? ''
  } catch {
    return ''
  }
}

/**
 * Returns the first wish that is a language of the console, or of which a language of the console is the general form (`de` for
 * `de-CH`, RFC 4647 §3.4); English if there is none.
 */
export function languageOf(wishes: readonly string[]): ProductLanguage {
  for (const wish of wishes) {
    const [general] = wish.toLowerCase().split('-')
    const found = productLanguages.find((one) => one === general)
    if (found !== undefined) return found
  }
  return 'en'
}

/** Keeps a choice in this browser and shows the page anew, as texts are read once. A browser that keeps nothing stays as it is. */
export function chooseLanguage(chosen: ProductLanguage): void {
  try {
    localStorage.setItem(storedAs, chosen)
  } catch {
    return
  }
  location?.reload()
}

/** The name of a language in the language of the console. */
export function languageName(tag: string): string {
  return names.of(tag) ?? tag
}

/** Writes a whole number as the language does. */
export function written(count: number): string {
  return count.toLocaleString(language)
}

/** The name of a language in itself, so that whoever reads nothing else finds it. */
export function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
}

/** Returns languages as a menu offers them, in the order of their names. */
export function languageChoices(tags: readonly string[], nameOf: (tag: string) => string = languageName) {
  // Own names are the same in every language, and so is their order.
  const order = new Intl.Collator(nameOf === ownName ? 'en' : language)
  return tags
    .map((value) => ({ value, label: nameOf(value) }))
    .sort((one, other) => order.compare(one.label, other.label))
}

/** Puts a label before a value, with the colon of the language. */
export function labelled(label: string, value: string): string {
  return `${label}${colon}${value}`
}

const colons: Readonly<Partial<Record<ProductLanguage, string>>> = { fr: '\u202f: ', ja: '：', zh: '：' }

/**
 * The language of this page: the choice in this browser, else the first of the browser's languages that the console has. Every file with
 * texts waits for its translation here.
 */
export const { language, tables } = await opened()

/** The colon between a label and its value, with the spaces of the language. */
export const colon = colons[language] ?? ': '

const names = new Intl.DisplayNames([language], { type: 'language' })

/** Outside browsers, where tests read the texts, they are English. A translation that cannot be loaded is not worth an empty page. */
async function opened(): Promise<{ readonly language: ProductLanguage; readonly tables: Tables }> {
  const english = { language: 'en', tables: {} } as const
  if (document === undefined) return english
  const wished = languageOf([storedChoice(), ...navigator.languages])
  try {
    const loaded = await translations[wished]?.start()
    if (loaded === undefined) return english
    document.documentElement.lang = wished
    return { language: wished, tables: loaded }
  } catch {
    return english
  }
}

/** The texts of single pages in the language of the console; none for English. */
export async function loadPages(): Promise<Tables> {
  try {
    return (await translations[language]?.pages()) ?? {}
  } catch {
    return {}
  }
}
