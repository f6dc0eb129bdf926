import { isBlank } from '../kernel/text/foldText.ts'

/** The header with the reason of a change, which the log keeps (ADR 38). */
export const reasonHeader = 'x-sallyport-reason' as const

/** The most characters of a reason. */
const longestReason = 500
/** Printable ASCII; a comma would come from a header that was sent twice. */
const encoded = /^[\x20-\x2b\x2d-\x7e]+$/
/** Control characters, line separators, and those that turn the order of what stands around them. */
const misleading = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

/** Decodes the value of the header (percent-encoded UTF-8); undefined if it is no reason. */
export function readReason(text: string): string | undefined {
  if (!encoded.test(text)) return undefined
  const reason = decoded(text)?.trim()
  if (reason === undefined || isBlank(reason) || misleading.test(reason)) return undefined
  return [...reason].length > longestReason ? undefined : reason
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
