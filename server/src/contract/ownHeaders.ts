import { DomainError, type Refusal, refuse } from '../kernel/refusal.ts'
import type { RequestHeaders } from './dispatch.ts'
import { readReason } from './reasonHeader.ts'

const prefix = 'x-sallyport-'
const year = 31_536_000

/** The value of a header of ours; undefined if the text is not one. */
type Reader<Value> = (text: string) => Value | undefined

/** Every request header that the contract does not have. A header given twice arrives joined by a comma. */
const readers = {
  /** Runs all checks of a change and commits nothing: `true`, `people` to have the people too, or `false`. */
  'x-sallyport-dry-run': (text) =>
    text === 'true' || text === 'people' || text === 'false' ? text : undefined,
  /** Seconds until an automatic lock ends, at most a year. */
  'x-sallyport-lockout-release': (text) =>
    /^\d{1,8}$/.test(text) && Number(text) <= year ? Number(text) : undefined,
  /** The demand of the security settings on callers who set credentials: `held` or `contract` (ADR 27). */
  'x-sallyport-credential-rights': (text) => (text === 'held' || text === 'contract' ? text : undefined),
  /** Minutes for which a proof is fresh, at most a day; 0 demands no fresh proofs (ADR 33). */
  'x-sallyport-fresh-proof': (text) =>
    /^\d{1,4}$/.test(text) && Number(text) <= 1440 ? Number(text) : undefined,
  /** Whose sensitive acts need a reason: those of `people`, or `none` (ADR 38). */
  'x-sallyport-reason-demand': (text) => (text === 'people' || text === 'none' ? text : undefined),
  /** Client metadata of an application: a JSON object in ASCII, at most 8 kB, with registered names, such as RFC 7591's. */
  'x-sallyport-client-metadata': (text) =>
    /^[\x20-\x7e]{2,8192}$/.test(text) ? jsonObject(text) : undefined,
  /** The assurance that every login to a project needs; `none` takes the demand away. */
  'x-sallyport-required-acr': (text) => (/^(none|urn:sallyport:aal:[123])$/.test(text) ? text : undefined),
  /** How clients get into a project that no administrator adds: one or both ways, joined by a comma, or `none`. */
  'x-sallyport-client-registration': registrationWays,
  /** Why a change is made, kept in the log: percent-encoded UTF-8 of at most 500 characters (ADR 38). */
  'x-sallyport-reason': readReason,
} satisfies Record<string, Reader<unknown>>

/** The name of a request header of ours. */
export type OwnHeader = keyof typeof readers

const expected: Readonly<Record<OwnHeader, string>> = {
  'x-sallyport-dry-run': 'true, people or false',
  'x-sallyport-lockout-release': 'a whole number of seconds, at most 31536000 (a year)',
  'x-sallyport-credential-rights': 'held or contract',
  'x-sallyport-fresh-proof': 'a whole number of minutes, at most 1440 (a day), or 0',
  'x-sallyport-client-metadata':
    'a JSON object of at most 8192 characters, others than ASCII escaped as \\u00fc',
  'x-sallyport-client-registration':
    'metadata_documents, dynamic_registration, both joined by a comma, or none',
  'x-sallyport-reason-demand': 'people or none',
  'x-sallyport-reason':
    'a text of 1 to 500 characters in percent-encoded UTF-8 (a comma as %2C), without control characters, line breaks and marks that turn the direction of text',
  'x-sallyport-required-acr': 'urn:sallyport:aal:1, 2 or 3, or none',
}

const ways = ['metadata_documents', 'dynamic_registration'] as const

function registrationWays(text: string): readonly (typeof ways)[number][] | undefined {
  if (text === 'none') return []
  const named = text.split(',').map((way) => way.trim())
  const known = ways.filter((way) => named.includes(way))
  return known.length === named.length ? known : undefined
}

function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Returns the value of a header of ours; undefined without it. Throws INVALID_ARGUMENT for any other text. */
export function ownHeader<Name extends OwnHeader>(
  headers: Pick<RequestHeaders, 'get'>,
  name: Name,
): NonNullable<ReturnType<(typeof readers)[Name]>> | undefined {
  const text = headers.get(name)
  if (text === null) return undefined
  const value = readers[name](text)
  if (value === undefined) throw invalid(`the header ${name} is invalid; send ${expected[name]}, once`)
  return value as NonNullable<ReturnType<(typeof readers)[Name]>>
}

/**
 * Throws INVALID_ARGUMENT if a header of ours is unknown or has an invalid value, whether the method reads it or not; for an endpoint
 * also if it is not among the headers that it supports. `x-sallyport-dry-run: false` is as without it.
 */
export function checkOwnHeaders(headers: RequestHeaders, supported?: readonly OwnHeader[]): void {
  for (const name of headers.keys()) {
    if (!name.startsWith(prefix)) continue
    if (!isOwn(name)) {
      throw invalid(
        `the header ${shown(name)} is unknown; send ${Object.keys(readers).join(' or ')}, or none`,
      )
    }
    const value = ownHeader(headers, name)
    const hasNoEffect = name === 'x-sallyport-dry-run' && value === 'false'
    if (supported === undefined || supported.includes(name) || hasNoEffect) continue
    throw new DomainError(unsupported(name))
  }
}

function isOwn(name: string): name is OwnHeader {
  return Object.hasOwn(readers, name)
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name
}

function unsupported(name: OwnHeader): Refusal {
  const message = `the header ${name} is not supported here; leave it out`
  return refuse('request.header_unsupported', 'invalid_argument', message)
}

function invalid(message: string): DomainError {
  return new DomainError(refuse('request.header_invalid', 'invalid_argument', message))
}
