import { loadPages } from './language.ts'
import { english } from './localized.ts'

const tables = await loadPages()

/** Returns the texts of single pages, as `localized` does those that the start of the console needs. */
export function localizedPage<const Texts extends object>(name: string, texts: Texts): Texts {
  english.set(name, texts)
  return (tables[name] as Texts | undefined) ?? texts
}
