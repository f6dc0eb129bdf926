import { createPublicKey, type webcrypto } from 'node:crypto'
import { z } from 'zod'
import { isWebLink, linkScheme } from '../../kernel/linkScheme.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

const text = z.string().min(1).max(1000)
const year = 31_536_000
/** A JWK with its parts, most of which depend on the type of key (RFC 7517 §4). */
const jwk = z
  .record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean(), z.number()]))
  .transform(withoutUnknownParts)

/** The assurance levels that an app may demand, lowest first. */
export const acrValues = [0, 1, 2, 3].map((level) => `urn:sallyport:aal:${level}`) as readonly string[]

/**
 * Settings of a client that the contract has no fields for, by their registered names: RFC 7591, RFC 8705 (mTLS), RFC 9126 (PAR),
 * RFC 9101 (request objects), RFC 9449 (DPoP) and OpenID Connect Dynamic Client Registration. Ours are `required_acr_values` and,
 * for API apps, `resource`: the resource indicator (RFC 8707) of the API.
 */
export const clientMetadata = z.strictObject({
  token_endpoint_auth_method: z.enum(['tls_client_auth', 'self_signed_tls_client_auth']).optional(),
  tls_client_auth_subject_dn: text.optional(),
  tls_client_auth_san_dns: text.optional(),
  tls_client_auth_san_uri: text.optional(),
  tls_client_auth_san_ip: text.optional(),
  tls_client_auth_san_email: text.optional(),
  jwks: z.strictObject({ keys: z.array(jwk).min(1).max(10) }).optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  require_signed_request_object: z.boolean().optional(),
  default_max_age: z.int().min(0).max(year).optional(),
  required_acr_values: z
    .array(z.enum(acrValues as readonly [string, ...string[]]))
    .min(1)
    .max(acrValues.length)
    .optional(),
  resource: text.optional(),
  client_uri: text.optional(),
  logo_uri: text.optional(),
  tos_uri: text.optional(),
  policy_uri: text.optional(),
  contacts: z.array(text).max(10).optional(),
  software_id: text.optional(),
  software_version: text.optional(),
})

export type ClientMetadata = Readonly<z.infer<typeof clientMetadata>>

/** The members of which an app with `tls_client_auth` names exactly one (RFC 8705 §2.1.2). */
export const tlsSubjects = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const satisfies readonly (keyof ClientMetadata)[]

/** Characters of all metadata of a client: clients read it from a header, and many accept 16 kB of headers only. */
const longest = 12_288

/** Writes client metadata as a header can hold it, in ASCII. */
export function metadataText(metadata: ClientMetadata): string {
  return JSON.stringify(metadata).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Refuses client metadata; `reason` says which member is wrong and why. */
const invalidMetadata = (reason: string) =>
  refuse('applications.metadata_invalid', 'invalid_argument', `the client metadata is invalid; ${reason}`)

/** Reads client metadata from JSON; refuses unknown members, wrong types and members that contradict each other. */
export function parseClientMetadata(json: unknown): ClientMetadata | Refusal {
  const read = clientMetadata.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    const at = issue?.path.join('.') || 'the object'
    return invalidMetadata(`${at}: ${issue?.message ?? 'send an object of registered members'}`)
  }
  const metadata = Object.fromEntries(
    Object.entries(read.data).filter(([, value]) => value !== undefined),
  ) as ClientMetadata
  if (metadataText(metadata).length > longest) {
    return invalidMetadata(`it is longer than ${longest} characters as ASCII`)
  }
  return badLink(metadata) ?? badSubject(metadata) ?? badKeys(metadata) ?? metadata
}

const links = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'] as const

function badLink(metadata: ClientMetadata): Refusal | undefined {
  const wrong = links.find((name) => metadata[name] !== undefined && !isWebLink(metadata[name]))
  if (wrong !== undefined) return invalidMetadata(`${wrong} must be an http or https URL`)
  const { resource } = metadata
  if (resource === undefined || (linkScheme(resource) !== undefined && !resource.includes('#')))
    return undefined
  return invalidMetadata('resource must be an absolute URI without fragment')
}

function badSubject(metadata: ClientMetadata): Refusal | undefined {
  const method = metadata.token_endpoint_auth_method
  const subjects = tlsSubjects.filter((name) => metadata[name] !== undefined)
  if (method === 'tls_client_auth' && subjects.length !== 1) {
    return invalidMetadata(`tls_client_auth needs exactly one of ${tlsSubjects.join(', ')}`)
  }
  if (method !== 'tls_client_auth' && subjects.length > 0) {
    return invalidMetadata(`${subjects[0]} needs the token_endpoint_auth_method tls_client_auth`)
  }
  return undefined
}

/** Types of keys whose secret parts are known here, so that none is kept. */
const knownTypes: ReadonlySet<unknown> = new Set(['RSA', 'EC', 'OKP', 'oct'])
const sharedMembers: ReadonlySet<string> = new Set(['kty', 'kid', 'use', 'key_ops', 'alg'])

/** A key of an unknown type keeps what all types have: any other member might be secret. */
function withoutUnknownParts<Key extends Readonly<Record<string, unknown>>>(key: Key): Key {
  if (knownTypes.has(key['kty'])) return key
  return Object.fromEntries(Object.entries(key).filter(([name]) => sharedMembers.has(name))) as Key
}

function badKeys(metadata: ClientMetadata): Refusal | undefined {
  const keys = metadata.jwks?.keys ?? []
  const verifying = keys.filter(isVerifyingKey)
  const broken = keys.findIndex((key) => !isPublic(key) || (verifying.includes(key) && !isReadable(key)))
  if (broken !== -1 || (keys.length > 0 && verifying.length === 0)) {
    return invalidMetadata(
      `jwks.keys.${Math.max(0, broken)} must be a public RSA key of at least 2048 bits, an EC key (P-256, P-384, P-521) or an Ed25519 key, without private members`,
    )
  }
  const kids = verifying.map(({ kid }) => kid)
  if (kids.length > 1 && new Set(kids).size < kids.length) {
    return invalidMetadata('every key of jwks needs a kid of its own')
  }
  const isSelfSigned = metadata.token_endpoint_auth_method === 'self_signed_tls_client_auth'
  if (isSelfSigned && !keys.some(({ x5c }) => Array.isArray(x5c))) {
    return invalidMetadata(
      'self_signed_tls_client_auth needs a jwks whose keys have their certificate as x5c',
    )
  }
  return undefined
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** The algorithms of keys that verify assertions and request objects, by the type of key and its curve. */
const algorithms: Readonly<Record<string, readonly string[] | undefined>> = {
  RSA: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  'EC P-256': ['ES256'],
  'EC P-384': ['ES384'],
  'EC P-521': ['ES512'],
  'OKP Ed25519': ['EdDSA', 'Ed25519'],
}

/**
 * Whether a key of a client is meant to verify its signatures. Others in a set, such as keys for encryption or of types that are not
 * known here, are ignored (RFC 7517 §4.2, §4.3, §5).
 */
export function isVerifyingKey({ kty, crv, alg, use, key_ops }: Readonly<Record<string, unknown>>): boolean {
  if (use !== undefined && use !== 'sig') return false
  if (Array.isArray(key_ops) && !key_ops.includes('verify')) return false
  const own = algorithms[kty === 'RSA' ? kty : `${kty} ${crv}`]
  return own !== undefined && (alg === undefined || own.includes(String(alg)))
}

/** Whether a key has no secret parts, and a usable name if any. */
function isPublic(key: Readonly<Record<string, unknown>>): boolean {
  if (privateMembers.some((member) => Object.hasOwn(key, member))) return false
  return key.kid === undefined || (typeof key.kid === 'string' && key.kid !== '')
}

function isReadable(key: Readonly<Record<string, unknown>>): boolean {
  try {
    const parsed = createPublicKey({ key: key as webcrypto.JsonWebKey, format: 'jwk' })
    const { modulusLength } = parsed.asymmetricKeyDetails ?? {}
    return modulusLength === undefined || (modulusLength >= 2048 && modulusLength <= 8192)
  } catch {
    return false
  }
}
