import { type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'
import { newTokenSecret, tokenDigest } from '../../access/tokenSecret.ts'
import type { SetCookie } from '../../contract/endpoint.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { randomBytes } from '../../kernel/crypto/randomBytes.ts'
import { newId } from '../../kernel/ids.ts'

/** The plain name of the one cookie of our pages. */
export const browserCookie = 'sallyport'

/** Days for which a browser keeps the cookie, the most that browsers allow; each rotation starts them again. */
export const cookieDays = 400

/** Values of the cookie: `slp_brw_<browser>_<secret id>_<secret>`. */
export const browserToken = tokenFormat('slp_brw', ['browserId', 'secretId'])
/** A cookie in its parts. */
export type BrowserToken = TokenParts<'browserId' | 'secretId'>

/** Returns the id of a new browser: 128 random bits, so that it can be guessed by nobody. */
export function newBrowserId(): string {
  return randomBytes(16).toString('hex')
}

/** Makes a new secret for a browser, seals its digest, and returns its id and the cookie; an event must name the id. */
export function newBrowserSecret(
  tx: Pick<Transaction, 'seal'>,
  browser: Stream,
): { readonly secretId: string; readonly setCookie: SetCookie } {
  const secretId = newId()
  const secret = newTokenSecret()
  tx.seal(browser, secretId, tokenDigest(secret))
  const value = browserToken.format({ browserId: browser.id, secretId, secret })
  return { secretId, setCookie: { name: browserCookie, value, maxAge: cookieDays * 86_400 } }
}
