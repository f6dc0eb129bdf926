import Negotiator from 'negotiator'

/** Whether a client prefers a media type to JSON by its `Accept` header (RFC 9110 §12.5.1). Equal weights: the first one named. */
export function prefersType(accept: string | null, type: string): boolean {
  const headers = accept === null ? {} : { accept }
  return new Negotiator({ headers }).mediaType(['application/json', type]) === type
}
