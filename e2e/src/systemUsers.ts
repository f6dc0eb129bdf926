import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import type { TestServer } from '../../server/src/testing/testServer.ts'

/** The reach of a system user's roles, as in `SALLYPORT_SYSTEM_API_USERS`. */
interface SystemMembership {
  readonly memberType: 'System' | 'IAM' | 'Organization'
  readonly roles: readonly string[]
  readonly aggregateId?: string
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Returns the private key of this file's system users in PEM, as `openssl` writes it today (PKCS #8) or did before (PKCS #1). */
export function systemKeyFile(type: 'pkcs8' | 'pkcs1' = 'pkcs8'): string {
  return String(keys.privateKey.export({ type, format: 'pem' }))
}

/** Returns the environment that configures these system users, all with the one key of this file. */
export function systemUsersEnvironment(
  users: Readonly<Record<string, readonly SystemMembership[] | undefined>>,
): Record<string, string> {
  const keyData = Buffer.from(keys.publicKey.export({ type: 'spki', format: 'pem' })).toString('base64')
  const configured = Object.entries(users).map(([name, memberships]) => [
    name,
    memberships === undefined ? { keyData } : { keyData, memberships },
  ])
  return { SALLYPORT_SYSTEM_API_USERS: JSON.stringify(Object.fromEntries(configured)) }
}

/** The claims of a system user's token; the defaults are valid. */
export interface Claims {
  readonly issuer?: string
  readonly subject?: string
  readonly audience?: string | string[]
  /** Seconds from the server's now. */
  readonly issuedAt?: number | undefined
  readonly expiresAt?: number | undefined
  readonly key?: KeyObject | Uint8Array
  readonly algorithm?: string
}

/** Signs a system user's token (RFC 7523 §3), by default valid for a minute. */
export function systemToken(server: TestServer, name: string, claims: Claims = {}): Promise<string> {
  const { externalDomain, externalPort } = server.product.deps.config
  const now = Math.floor(server.clock.now().getTime() / 1000)
  const { issuedAt, expiresAt } = { issuedAt: 0, expiresAt: 60, ...claims }
  const token = new SignJWT()
    .setProtectedHeader({ alg: claims.algorithm ?? 'RS256', kid: 'is ignored' })
    .setIssuer(claims.issuer ?? name)
    .setSubject(claims.subject ?? name)
    .setAudience(claims.audience ?? `http://${externalDomain}:${externalPort}`)
  if (issuedAt !== undefined) token.setIssuedAt(now + issuedAt)
  if (expiresAt !== undefined) token.setExpirationTime(now + expiresAt)
  return token.sign(claims.key ?? keys.privateKey)
}
