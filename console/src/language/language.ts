/** The languages of the console, by tag (BCP 47). English is in the files of the console itself. */
export const languages = ['en'] as const

/** A language of the console. */
export type Language = (typeof languages)[number]

/** The texts of a language by the names under which the English ones are kept. */
export type Tables = Readonly<Record<string, unknown>>

const translations: Readonly<Record<string, () => Promise<{ readonly translation: object }>>> = {}

const storedAs = 'sallyport.language'

/** What is used of a browser. Tests read the texts without one. */
interface Browser {
  readonly document?: { readonly documentElement: { lang: string } }
  readonly location?: { reload(): void }
}
const { document, location } = globalThis as Browser

/**
 * Returns the first wish that is a language of the console, or of which a language of the console is the general form (`de` for
 * `de-CH`, RFC 4647 §3.4); English if there is none.
 */
export function languageOf(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const [general] = wish.toLowerCase().split('-')
    const found = languages.find((one) => one === general)
    if (found !== undefined) return found
  }
  return 'en'
}

/** Keeps a choice in this browser and shows the page anew, as texts are read once. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(storedAs, chosen)
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

/**
 * The language of this page: the choice in this browser, else the first of the browser's languages that the console has. Every file with
 * texts waits for its translation here.
 */
export const { language, tables } = await opened()

const names = new Intl.DisplayNames([language], { type: 'language' })

/** Outside browsers, where tests read the texts, they are English. A translation that cannot be loaded is not worth an empty page. */
async function opened(): Promise<{ readonly language: Language; readonly tables: Tables }> {
  const english = { language: 'en', tables: {} } as const
  if (document === undefined) return english
  const wished = languageOf([localStorage.getItem(storedAs) ?? '', ...navigator.languages])
  const load = translations[wished]
  if (load === undefined) return english
  try {
    const { translation } = await load()
    document.documentElement.lang = wished
    return { language: wished, tables: { ...translation } }
  } catch {
    return english
  }
}
