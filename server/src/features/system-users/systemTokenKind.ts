import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { decodeJwt, errors, jwtVerify } from 'jose'
import type { SystemCredentialKind } from '../../access/credentialKind.ts'
import type { Membership } from '../../access/principal.ts'
import type { Config } from '../../config/config.ts'

/** A JWT with the name of a configured system user, not yet verified. */
interface SystemToken {
  readonly text: string
  readonly name: string
  readonly key: KeyObject
}

/**
 * Accepts JWTs that configured system users signed (RFC 7523 §3): RS256, `iss` and `sub` are the configured name, `aud`
 * holds this server's external origin, not expired, issued at most an hour ago.
 */
export function systemTokenKind(config: Config): SystemCredentialKind<SystemToken> {
  const keys = new Map<string, KeyObject>()
  for (const [name, user] of config.systemUsers) keys.set(name, publicKey(user.publicKeyPem))
  const scheme = config.externalSecure ? 'https' : 'http'
  const audience = [
    `${scheme}://${config.externalDomain}:${config.externalPort}`,
    `${scheme}://${config.externalDomain}`,
  ]
  return {
    name: 'system',
    parse(text) {
      const name = issuerOf(text)
      const key = name === undefined ? undefined : keys.get(name)
      return name === undefined || key === undefined ? undefined : { text, name, key }
    },
    async identify({ text, name, key }, now) {
      try {
        await jwtVerify(text, key, {
          algorithms: ['RS256'],
          issuer: name,
          subject: name,
          audience,
          maxTokenAge: '1h',
          clockTolerance: '5s',
          requiredClaims: ['exp', 'iat'],
          currentDate: now,
        })
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
      return { kind: 'system', name, memberships: membershipsOf(config, name) }
    },
  }
}

/** Returns the memberships of a system user; only roles of the system and of instances count (platform notes §4). */
function membershipsOf(config: Config, name: string): readonly Membership[] {
  const scopes = { System: 'system', IAM: 'instance', Organization: 'org' } as const
  return (config.systemUsers.get(name)?.memberships ?? []).map((membership) => ({
    scope: scopes[membership.memberType],
    aggregateId: membership.aggregateId ?? '',
    roles: membership.roles.filter((role) => /^(SYSTEM|IAM)_/.test(role)),
  }))
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

function publicKey(pem: string): KeyObject {
  return pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
}
