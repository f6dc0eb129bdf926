import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { type Registration, readRegistration } from './registration.ts'

const mostCharacters = 500

/**
 * Whether a client id is the address of a metadata document (draft-ietf-oauth-client-id-metadata-document §3): an https URL in its
 * normal form with a path, without fragment, user or dot segments.
 */
export function isDocumentAddress(text: string): boolean {
  if (!text.startsWith('https://') || text.length > mostCharacters || /[#\\\s]/.test(text)) return false
  if (!URL.canParse(text)) return false
  const { href, username, password, pathname } = new URL(text)
  // The normal form resolves dot segments, so a text that has any differs from it.
  return href === text && username === '' && password === '' && pathname !== '/' && !/%2e/i.test(pathname)
}

const anotherClient = refuse(
  'applications.document_of_another_client',
  'invalid_argument',
  'the client_id in the document is not its address; serve the document at its client_id',
)
const secretMethod = refuse(
  'applications.document_needs_public_client',
  'invalid_argument',
  'a client known by its document shares no secret; use none or private_key_jwt',
)
const codeMissing = refuse(
  'applications.document_needs_code',
  'invalid_argument',
  'the document does not ask for authorization_code; clients known by a document log people in by code',
)

/** The grants that clients known by a document may have: they log people in by code. */
const possibleGrants = ['authorization_code', 'refresh_token']
/** Members that count for clients of administrators only. */
const ignored: ReadonlySet<string> = new Set(['jwks_uri', 'backchannel_logout_uri', 'client_secret'])

/**
 * Reads the metadata document of a client. It must name its own address and no secret; a method that is absent is `none`. Grants and
 * response types other than those of the code flow are left out.
 */
export function readClientDocument(clientId: string, json: unknown): Registration | Refusal {
  const given = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>
  if (given['client_id'] !== clientId) return anotherClient
  const { token_endpoint_auth_method: method = 'none' } = given
  if ((method !== 'none' && method !== 'private_key_jwt') || 'client_secret' in given) return secretMethod
  const grants = only(given['grant_types'] ?? ['authorization_code'], possibleGrants)
  if (!grants.includes('authorization_code')) return codeMissing
  const kept = Object.entries(given).filter(([name]) => !ignored.has(name))
  const read = readRegistration({
    ...Object.fromEntries(kept),
    token_endpoint_auth_method: method,
    grant_types: grants,
    response_types: ['code'],
  })
  if (isRefusal(read)) return read
  return { ...read, name: read.name || new URL(clientId).host }
}

function only(list: unknown, possible: readonly string[]): readonly string[] {
  return Array.isArray(list) ? possible.filter((one) => list.includes(one)) : []
}

const minute = 60_000
const leastFresh = 5 * minute
const mostFresh = 24 * 60 * minute
const freshByDefault = 60 * minute

/** Returns the milliseconds that a document may be used without another fetch (RFC 9111 §4.2): 5 minutes to 24 hours. */
export function freshnessOf(headers: { readonly [name: string]: string | readonly string[] | undefined }) {
  const control = String(headers['cache-control'] ?? '').toLowerCase()
  if (/\bno-(store|cache)\b/.test(control)) return leastFresh
  const [, shared] = /(?:^|[\s,])s-maxage="?(\d{1,10})/.exec(control) ?? []
  const [, own] = /(?:^|[\s,])max-age="?(\d{1,10})/.exec(control) ?? []
  const lifetime = shared ?? own
  if (lifetime === undefined) return freshByDefault
  const age = Number(/^\d{1,10}$/.exec(String(headers['age'] ?? '0'))?.[0] ?? 0)
  return Math.min(mostFresh, Math.max(leastFresh, (Number(lifetime) - age) * 1000))
}
