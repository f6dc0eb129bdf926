import type { Refusal } from '../../../kernel/refusal.ts'
import { isLoopback } from '../../../kernel/text/isLoopback.ts'
import { headerInvalid, urlInvalid, valueInvalid } from '../refusals.ts'

/** Headers that the request has anyway, or that would change how it is sent. */
const ownHeaders =
  /^(host|content-.*|transfer-encoding|te|trailer|connection|keep-alive|upgrade|expect|proxy-.*|accept-encoding|idempotency-key|zitadel-signature|sallyport-.*)$/

/** The parser of URLs would drop white space and take a backslash for a slash, so that people read another host; a fragment is not sent. */
const notSent = /[#\\\s\p{C}]/u

/** Returns the refusal of an address to which no events may be sent: only this host may be reached without TLS. */
export function checkUrl(text: string): Refusal | undefined {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '' || notSent.test(text)) return urlInvalid
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return isSafe ? undefined : urlInvalid
}

/** Returns the refusal of a header or value that no request can carry as a credential. */
export function checkCredential({ header, value }: { header: string; value: string }): Refusal | undefined {
  if (!/^[a-z0-9-]{1,64}$/.test(header) || ownHeaders.test(header)) return headerInvalid
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) ? undefined : valueInvalid
}
