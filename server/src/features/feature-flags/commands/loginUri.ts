import { isWebLink } from '../../../kernel/linkScheme.ts'

/** The most characters of the address of a login. */
export const longestLoginUri = 2000

/** Whether a text can be the address below which a login has its pages. */
export function isLoginUri(text: string): boolean {
  return isWebLink(text) && !/[?#]/.test(text) && text.length <= longestLoginUri
}
