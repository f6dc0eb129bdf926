/** The texts that the layout and its parts show by themselves, in English: the source of `kit.*` in `web/texts`. */
export const kitTexts = {
  'kit.show_password': 'Show password',
  'kit.hide_password': 'Hide password',
  'kit.copy': 'Copy',
  'kit.copied': 'Copied',
  'kit.why': 'Why am I asked?',
  'kit.problems': 'There is a problem',
  'kit.optional': 'optional',
  'kit.or': 'or',
  'kit.language': 'Language',
  'kit.other_account': 'Use another account',
  'kit.terms': 'Terms of service',
  'kit.privacy': 'Privacy policy',
  'kit.help': 'Help',
  'kit.support': 'Support',
  'kit.legal': 'Legal and help',
  'kit.powered_by': 'Powered by {name}',
  'kit.reference': 'Reference: {id}',
  'kit.preview': 'Preview: this branding is not active yet.',
  'kit.needs_script': 'This step needs JavaScript. Turn it on in your browser, or choose another way.',
  'kit.resend_in': 'You can ask for a new code in {seconds} seconds.',
  'kit.passkey_unsupported': 'This browser cannot use passkeys. Choose another way, or use a newer browser.',
  'kit.passkey_cancelled': 'Nothing was confirmed. Try again when you are ready, or choose another way.',
  'kit.passkey_unknown': 'This device has no matching passkey. Choose another way.',
  'kit.passkey_known': 'This device already has a passkey for your account.',
  'kit.passkey_insecure': 'Passkeys do not work at this address. Ask your administrator.',
  'kit.passkey_failed': 'The passkey could not be used. Try again, or choose another way.',
  'kit.page_not_shown': 'This page cannot be shown',
  'kit.qr': 'QR code',
} as const

/** The key of a text of the kit. */
export type KitText = keyof typeof kitTexts

/** Returns the text of a key in the page's language, with its placeholders filled. Every translation of all texts is one. */
export type KitTranslate = (key: KitText, values?: Readonly<Record<string, string | number>>) => string

/** Returns the texts of the kit in English, for pages that have no translation. */
export const kitEnglish: KitTranslate = (key, values = {}) =>
  kitTexts[key].replaceAll(/\{(\w+)\}/g, (placeholder, name) => String(values[name] ?? placeholder))
