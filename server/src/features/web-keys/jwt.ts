import { compactVerify, type JWTPayload, SignJWT } from 'jose'
import type { Deps } from '../manifest.ts'
import { type ImportedKeys, openImportedKeys } from './importedKeys.ts'
import { activeKey, keyById, type SigningKey, type VerifyingKey } from './queries.ts'
import { addFirstKeys } from './writes/firstKeys.ts'

/** The dependencies of signatures. */
export type JwtDeps = Pick<Deps, 'log' | 'database' | 'clock'>

/** A token to sign. */
export interface Signing {
  /** All claims, `iss`, `iat` and `exp` included. */
  readonly claims: JWTPayload
  /** The header's `typ`. */
  readonly typ: string
  /** The active key, if a statement of this request has read it (`signingKeySql`). */
  readonly key?: SigningKey | undefined
}

const caches = new WeakMap<object, ImportedKeys>()

function importedKeys({ log }: { readonly log: object }): ImportedKeys {
  const known = caches.get(log) ?? openImportedKeys()
  caches.set(log, known)
  return known
}

/** Signs with the active key of the instance, in the thread pool. An instance without keys gets its first ones. */
export async function signJwt(
  deps: JwtDeps,
  instanceId: string,
  { claims, typ, key }: Signing,
): Promise<string> {
  const { keyId, alg } = key ?? (await signingKey(deps, instanceId))
  const stream = { instanceId, type: 'instance', id: instanceId }
  const privateKey = await importedKeys(deps).get(`sign ${instanceId} ${keyId}`, alg, async () => {
    const jwk = await deps.log.secret(stream, keyId)
    if (jwk === undefined) throw new Error(`the web key ${keyId} was removed while it was to sign`)
    return JSON.parse(jwk.toString())
  })
  return new SignJWT(claims).setProtectedHeader({ alg, kid: keyId, typ }).sign(privateKey)
}

/** Returns the active key of the instance; makes its first keys if it has none. */
export async function signingKey(deps: JwtDeps, instanceId: string): Promise<SigningKey> {
  const known = await activeKey(deps.database, instanceId)
  if (known !== undefined) return known
  await addFirstKeys(deps, instanceId)
  const added = await activeKey(deps.database, instanceId)
  if (added === undefined) throw new Error(`the instance ${instanceId} has no web key`)
  return added
}

/** The demands on a token that the instance has signed. */
export interface Verification {
  readonly issuer: string
  /** The instant of the request. */
  readonly now: Date
  /** True for hints, which stay valid as such after they expired (RP-Initiated Logout 1.0 §4). */
  readonly mayBeExpired?: boolean
  /** The header's `typ`. A token of another type is refused, so that none is taken for what it is not (RFC 8725 §3.11). */
  readonly typ: string
  /** The key that the header names, if a statement of this request has read it (`verifyingKeySql`); null if there is none. */
  readonly key?: VerifyingKey | null
}

/**
 * Returns the claims of a token that a key of this instance has signed, if the key still exists, and issuer, type and times
 * fit; else undefined. The algorithm is the key's, whatever the header says.
 */
export async function verifyJwt(
  deps: Pick<JwtDeps, 'log' | 'database'>,
  instanceId: string,
  jwt: string,
  wanted: Verification,
): Promise<JWTPayload | undefined> {
  const keyId = keyIdOf(jwt)
  if (keyId === undefined) return undefined
  const key = wanted.key === undefined ? await keyById(deps.database, instanceId, keyId) : wanted.key
  return key ? verifyByKey(deps.log, instanceId, jwt, { ...wanted, key }) : undefined
}

/** The same with a key that a statement of this request has read; `log` is the open log, by which imported keys are kept. */
export async function verifyByKey(
  log: object,
  instanceId: string,
  jwt: string,
  wanted: Verification & { readonly key: VerifyingKey },
): Promise<JWTPayload | undefined> {
  const { keyId, alg, publicJwk } = wanted.key
  if (keyIdOf(jwt) !== keyId) return undefined
  const publicKey = await importedKeys({ log }).get(
    `verify ${instanceId} ${keyId}`,
    alg,
    async () => publicJwk,
  )
  const verified = await compactVerify(jwt, publicKey, { algorithms: [alg] }).catch(() => undefined)
  if (verified?.protectedHeader.typ !== wanted.typ) return undefined
  const claims = objectOf(Buffer.from(verified.payload).toString()) as JWTPayload | undefined
  return claims && fits(claims, wanted) ? claims : undefined
}

/** Returns the id of the key that the unverified header of a token names; undefined if the text is no signed JWT. */
export function keyIdOf(jwt: string): string | undefined {
  const [header = '', , signature] = jwt.split('.', 4)
  if (signature === undefined) return undefined
  const kid = objectOf(Buffer.from(header, 'base64url').toString())?.['kid']
  return typeof kid === 'string' && !kid.includes('\0') ? kid : undefined
}

function fits({ iss, exp, nbf }: JWTPayload, { issuer, now, mayBeExpired }: Verification): boolean {
  const seconds = now.getTime() / 1000
  if (iss !== issuer) return false
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= seconds)) return false
  return typeof exp === 'number' && (mayBeExpired === true || exp > seconds)
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
