import { z } from 'zod'
import { isWebLink, linkScheme } from '../../kernel/linkScheme.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { type ClientKey, clientKeySet, isVerifyingKey, readClientKey, sentKeySet } from './clientKeys.ts'

const text = z.string().min(1).max(1000)
const year = 31_536_000

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
  jwks: clientKeySet.optional(),
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

const sentMetadata = clientMetadata.extend({ jwks: sentKeySet.optional() })

/** Reads client metadata from JSON; refuses unknown members, wrong types and members that contradict each other. */
export function parseClientMetadata(json: unknown): ClientMetadata | Refusal {
  const read = sentMetadata.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    const at = issue?.path.join('.') || 'the object'
    return invalidMetadata(`${at}: ${issue?.message ?? 'send an object of registered members'}`)
  }
  const { jwks, ...others } = read.data
  const keys = jwks && readKeys(jwks.keys)
  if (isRefusal(keys)) return keys
  const metadata = Object.fromEntries(
    Object.entries({ ...others, jwks: keys && { keys } }).filter(([, value]) => value !== undefined),
  ) as ClientMetadata
  if (metadataText(metadata).length > longest) {
    return invalidMetadata(`it is longer than ${longest} characters as ASCII`)
  }
  return badLink(metadata) ?? badSubject(metadata) ?? badCertificates(metadata) ?? metadata
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

/** Returns the keys of a set that this server understands; refuses secrets, and a set without a key that verifies signatures. */
function readKeys(sent: readonly unknown[]): ClientKey[] | Refusal {
  const read = sent.map(readClientKey)
  const secret = read.indexOf('secret')
  const isSecret = secret !== -1
  const keys = read.filter((key) => typeof key === 'object')
  const verifying = keys.filter(isVerifyingKey)
  if (isSecret || verifying.length === 0) {
    const which = isSecret ? `jwks.keys.${secret}` : 'no key of jwks verifies signatures; jwks.keys.0'
    return invalidMetadata(
      `${which} must be a public RSA key of 2048 to 8192 bits, an EC key (P-256, P-384, P-521) or an Ed25519 key, without private members`,
    )
  }
  const kids = verifying.map(({ kid }) => kid)
  return kids.length > 1 && new Set(kids).size < kids.length
    ? invalidMetadata('every key of jwks needs a kid of its own')
    : keys
}

function badCertificates(metadata: ClientMetadata): Refusal | undefined {
  const { token_endpoint_auth_method: method, jwks } = metadata
  if (method !== 'self_signed_tls_client_auth' || jwks?.keys.some(({ x5c }) => x5c !== undefined))
    return undefined
  return invalidMetadata('self_signed_tls_client_auth needs a jwks whose keys have their certificate as x5c')
}
