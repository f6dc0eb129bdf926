/** The part of Trusted Types that the console needs; not every browser has it. */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown
}

/**
 * Admits text as HTML only if it has no markup: the component library writes style sheets that way. Everything else is refused by the
 * browser (`require-trusted-types-for`).
 */
export function admitStyleSheetsOnly(): void {
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes
  factory?.createPolicy('default', {
    createHTML(text) {
      if (text.includes('<')) throw new TypeError('the console writes no HTML')
      return text
    },
  })
}
