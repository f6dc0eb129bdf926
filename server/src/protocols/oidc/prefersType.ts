import Negotiator from 'negotiator'

/** Whether a client prefers a media type to JSON by its `Accept` header (RFC 9110 §12.5.1). Equal weights: the first one named. */
export function prefersType(accept: string | null, type: string): boolean {
  if (accept === null || accept === '*/*') return false
  return new Negotiator({ headers: { accept } }).mediaType(['application/json', type]) === type
}
