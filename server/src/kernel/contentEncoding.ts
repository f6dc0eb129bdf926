import Negotiator from 'negotiator'

/** The ways to compress a reply, the smallest first. */
const encodings = ['br', 'gzip'] as const

/** A way to compress a reply (RFC 9110 §8.4.1). */
export type ContentEncoding = (typeof encodings)[number]

/**
 * Chooses how a reply is compressed by `Accept-Encoding` (RFC 9110 §12.5.3), among the given ways; undefined for not at all. Of
 * ways that the client likes as much the first is taken.
 */
export function contentEncoding(
  accepted: string | null | undefined,
  given: readonly ContentEncoding[] = encodings,
): ContentEncoding | undefined {
  if (!accepted) return undefined
  const negotiator = new Negotiator({ headers: { 'accept-encoding': accepted } })
  const liked = negotiator.encodings([...given])
  return given.find((encoding) => liked.includes(encoding))
}
