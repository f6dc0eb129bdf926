/** The languages of texts and mails (platform notes §6), as BCP 47 tags. */
export const supportedLanguages: readonly string[] =
  'ar bg cs de en es fr hu id it ja ko mk nl pl pt ro ru sv tr uk zh'.split(' ')
