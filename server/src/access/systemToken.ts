import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { decodeJwt, errors, jwtVerify } from 'jose'
import type { Config } from '../config/config.ts'
import type { Membership, SystemPrincipal } from './principal.ts'

/** Checks the self-signed JWTs of the system users that the configuration names. */
export interface SystemTokens {
  /** The caller, or undefined when the token is not a valid one of a known system user. */
  verify(token: string, now: Date): Promise<SystemPrincipal | undefined>
}

/**
 * RS256, `iss` = `sub` = the configured name, `aud` holds this server's external origin, unexpired,
 * issued at most an hour ago (RFC 7523 §3).
 */
export function systemTokens(config: Config): SystemTokens {
  const keys = new Map<string, KeyObject>()
  for (const [name, user] of config.systemUsers) keys.set(name, publicKey(user.publicKeyPem))
  const scheme = config.externalSecure ? 'https' : 'http'
  const audience = [
    `${scheme}://${config.externalDomain}:${config.externalPort}`,
    `${scheme}://${config.externalDomain}`,
  ]
  return {
    async verify(token, now) {
      const name = issuerOf(token)
      const key = name === undefined ? undefined : keys.get(name)
      if (name === undefined || key === undefined) return undefined
      try {
        await jwtVerify(token, key, {
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

/** System users know only the roles of the system and of instances, wherever they hold them (platform notes §4). */
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
