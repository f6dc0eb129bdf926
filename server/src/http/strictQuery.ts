import { type ParsedUrlQuery, parse } from 'node:querystring'
import { DomainError, refuse } from '../kernel/refusal.ts'

const malformed = refuse(
  'request.query_not_utf8',
  'invalid_argument',
  'the query has characters or percent escapes that are malformed or not UTF-8; encode its values as UTF-8',
)

/** Parses a query string; throws INVALID_ARGUMENT for bytes that are not ASCII, malformed percent escapes, and escapes that are not UTF-8. */
export function strictQuery(query: string): ParsedUrlQuery {
  if (!isAscii(query)) throw new DomainError(malformed)
  refuseMalformed(query)
  return parse(query)
}

/** Parses a form or query string; throws INVALID_ARGUMENT for percent escapes that are malformed or not UTF-8. */
export function strictParameters(text: string): URLSearchParams {
  refuseMalformed(text)
  return new URLSearchParams(text)
}

function refuseMalformed(text: string): void {
  try {
    decodeURIComponent(text)
  } catch {
    throw new DomainError(malformed)
  }
}

/** Whether a text has characters of ASCII only, as a request target must (RFC 3986 §2). */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false
  return true
}
