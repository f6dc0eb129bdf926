import Negotiator from 'negotiator'
import { includesLanguage, languageFallbacks } from '../../kernel/text/languageTag.ts'
import { productLanguages } from '../../kernel/text/productLanguages.ts'

/** The wishes for the language of a page. */
export interface LanguageWishes {
  /** Of the page's address (`ui_locales`, separated by spaces), which the language picker replaces, else of the request. */
  readonly uiLocales: string | null | undefined
  /** The language that was chosen in this browser. */
  readonly chosen: string | null | undefined
  /** The preferred language of a person who has proved who they are; of nobody else, because it would tell who exists. */
  readonly preferred: string | null | undefined
  readonly acceptLanguage: string | undefined
}

/** The languages that an instance offers. */
export interface LanguageOffer {
  readonly defaultLanguage: string
  /** The languages that pages can be shown in. */
  readonly offered: readonly string[]
}

/**
 * Returns the languages that pages can be shown in: those of the product and of own texts, as far as they are allowed. `allowed` are the
 * tags of the restrictions, each of which allows its regions; `own` the locales in which the instance or organization has own texts.
 */
export function offeredLanguages(allowed: readonly string[], own: readonly string[]): readonly string[] {
  const known = new Set([...productLanguages, ...own])
  const offered = [...known].filter((tag) => includesLanguage(allowed, tag))
  return offered.length === 0 ? ['en'] : offered
}

/**
 * Returns the language of a page: the first offered one of `ui_locales`, the choice in this browser, the preferred language of
 * the person, the whole `Accept-Language` by weight, the instance's default, English. Each tag is looked up with its fallbacks
 * (RFC 4647 §3.4).
 *
 * `ui_locales` comes before the browser's choice, because the application has it from the person now and the choice may be old.
 * The person's language comes before `Accept-Language`, because people set it and browsers guess.
 */
export function chooseLanguage(wishes: LanguageWishes, offer: LanguageOffer): string {
  const { offered } = offer
  const wanted = [
    ...(wishes.uiLocales ?? '').split(' ').slice(0, mostLocales),
    wishes.chosen ?? '',
    wishes.preferred ?? '',
    ...acceptedLanguages(wishes.acceptLanguage),
    offer.defaultLanguage,
    'en',
  ]
  const found = wanted.flatMap(languageFallbacks).find((tag) => offered.includes(tag))
  return found ?? offered[0] ?? 'en'
}

/** More than a person reads; each one costs a look-up. */
const mostLocales = 20

function acceptedLanguages(header: string | undefined): readonly string[] {
  if (header === undefined) return []
  return new Negotiator({ headers: { 'accept-language': header } }).languages().slice(0, mostLocales)
}
