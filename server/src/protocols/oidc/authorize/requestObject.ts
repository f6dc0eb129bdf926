import type { JWTPayload } from 'jose'
import type { OidcClient } from '../../../features/applications/index.ts'
import { verifySigned } from '../assertion.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { type Parameters, parametersOf } from '../parameters.ts'
import { verificationKeys } from '../verificationKeys.ts'
import type { FoundClient } from './authorizeColumn.ts'

/** Claims of the JWT itself, and parameters that a request object must not nest (RFC 9101 §4). */
const notParameters: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub'])
const longestLife = 3600

/**
 * Returns the parameters of a request object that the client has signed for this issuer (RFC 9101 §6). It must expire within an
 * hour. A JWT of another type, or with a subject, is none: it may be the client's assertion (§10.8).
 */
export async function objectParameters(
  on: OidcDeps,
  found: Pick<FoundClient, 'instanceId' | 'origin' | 'now'>,
  client: OidcClient,
  text: string,
): Promise<Parameters> {
  const verified = await verifySigned(text, {
    audiences: [found.origin.url],
    keys: await verificationKeys(on.database, found.instanceId, client),
    now: found.now,
  })
  if (!verified.valid) throw invalid(verified.reason)
  const { payload, typ } = verified
  const isTyped = typ !== undefined && /^(application\/)?oauth-authz-req\+jwt$/i.test(typ)
  if (!isTyped && typ !== undefined && typ.toUpperCase() !== 'JWT') {
    throw invalid('has another type; typ must be oauth-authz-req+jwt')
  }
  if (payload.sub !== undefined) throw invalid('has a subject, as assertions have; leave sub out')
  if (payload.iss !== client.clientId || payload['client_id'] !== client.clientId) {
    throw invalid('names another client; iss and client_id must both be the client id')
  }
  if (payload.exp === undefined || payload.exp - found.now.getTime() / 1000 > longestLife) {
    throw invalid('does not expire within an hour; set exp')
  }
  if (payload['request'] !== undefined || payload['request_uri'] !== undefined) {
    throw invalid('holds another request; leave request and request_uri out of it')
  }
  return parametersOf(formOf(payload))
}

/** Numbers are written as decimal texts, objects such as `claims` as JSON. */
function formOf(payload: JWTPayload): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(payload)) {
    if (notParameters.has(name) || value === undefined || value === null) continue
    const repeats = Array.isArray(value) && (name === 'resource' || name === 'audience')
    for (const one of repeats ? value : [value]) {
      form.append(name, typeof one === 'object' ? JSON.stringify(one) : String(one))
    }
  }
  return form
}

function invalid(reason: string): OAuthError {
  return new OAuthError('invalid_request_object', `the request object ${reason}`)
}
