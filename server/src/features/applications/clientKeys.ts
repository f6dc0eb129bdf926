import { createPublicKey, type webcrypto } from 'node:crypto'
import { z } from 'zod'
import { algorithmsOfJwk } from '../../kernel/crypto/signatureAlgorithms.ts'

/** The values of a JWK's members that are kept; all that the registered types of keys define are among them (RFC 7518 §6). */
const member = z.union([z.string(), z.array(z.string()), z.boolean(), z.number()])

/** The key set of a client, as it is stored: public keys only. */
export const clientKeySet = z.strictObject({ keys: z.array(z.record(z.string(), member)).min(1).max(10) })

/** A JWK of a client's key set. */
export type ClientKey = z.infer<typeof clientKeySet>['keys'][number]

/** A key set as a client sends it; other members of the set are ignored (RFC 7517 §5). */
export const sentKeySet = z.object({ keys: z.array(z.unknown()).min(1).max(10) })

/** The members that this server understands, beside the parts of the key itself (RFC 7517 §4, RFC 8705 §2.2). */
const sentKey = z.looseObject({
  kty: z.string(),
  crv: z.string().optional(),
  kid: z.string().min(1).optional(),
  use: z.string().optional(),
  key_ops: z.array(z.string()).optional(),
  alg: z.string().optional(),
  x5c: z.array(z.string()).min(1).optional(),
  'x5t#S256': z.string().optional(),
})

type Members = Readonly<Record<string, unknown>>

/** Types of keys whose secret parts are known here, so that none is kept. */
const knownTypes: ReadonlySet<unknown> = new Set(['RSA', 'EC', 'OKP', 'oct'])
/** A key of an unknown type keeps what all types have: any other member might be secret. */
const sharedMembers: ReadonlySet<string> = new Set(['kty', 'kid', 'use', 'key_ops', 'alg'])
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** Reads a key of a set that was sent; `secret` if it has secret parts, undefined if it is to be ignored: a value is missing or out of range (RFC 7517 §5). */
export function readClientKey(sent: unknown): ClientKey | 'secret' | undefined {
  const given = withoutNulls(sent)
  const isKnown = knownTypes.has(given['kty'])
  if (isKnown && privateMembers.some((name) => Object.hasOwn(given, name))) return 'secret'
  if (!sentKey.safeParse(given).success || (isVerifyingKey(given) && !isReadable(given))) return undefined
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => (isKnown || sharedMembers.has(name)) && member.safeParse(value).success,
    ),
  ) as ClientKey
}

/** A member that is null is absent: some programs write it so. */
function withoutNulls(sent: unknown): Members {
  const isObject = typeof sent === 'object' && sent !== null && !Array.isArray(sent)
  return Object.fromEntries(Object.entries(isObject ? sent : {}).filter(([, value]) => value !== null))
}

/**
 * Whether a key of a client is meant to verify its signatures. Others in a set, such as keys for encryption or of types that are not
 * known here, are ignored (RFC 7517 §4.2, §4.3, §5).
 */
export function isVerifyingKey({ kty, crv, alg, use, key_ops }: Members): boolean {
  if (use !== undefined && use !== 'sig') return false
  if (key_ops !== undefined && !(Array.isArray(key_ops) && key_ops.includes('verify'))) return false
  const own = algorithmsOfJwk({ kty: String(kty), crv: String(crv) })
  return alg === undefined ? own.length > 0 : own.some((one) => one === alg)
}

function isReadable(key: Members): boolean {
  try {
    const parsed = createPublicKey({ key: key as webcrypto.JsonWebKey, format: 'jwk' })
    const { modulusLength } = parsed.asymmetricKeyDetails ?? {}
    return modulusLength === undefined || (modulusLength >= 2048 && modulusLength <= 8192)
  } catch {
    return false
  }
}
