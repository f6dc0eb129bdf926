/** The languages in which the product has all texts of its pages, mails and text messages (ISO 639-1). */
export const productLanguages = ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl', 'pl', 'ja', 'zh'] as const

/** A language that the product has all texts in. */
export type ProductLanguage = (typeof productLanguages)[number]
