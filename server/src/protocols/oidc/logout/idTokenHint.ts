import { decodeJwt } from 'jose'
import { keyIdOf, type VerifyingKey, verifyingKeySql, verifyJwt } from '../../../features/web-keys/index.ts'
import type { LookupPart } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { LogoutRequest } from './endSessionEndpoint.ts'

/** Reads the key that the hint names. */
export const hintPart: LookupPart<'hint_key_id', { readonly hint_key: VerifyingKey | null }> = {
  keys: ['hint_key_id'],
  joins: '',
  columns: { hint_key: verifyingKeySql('i.instance_id', 'w.hint_key_id') },
}

/** What an ID token of this issuer says, which may have expired. */
export interface Hint {
  readonly userId: string
  readonly clientId: string
  /** Undefined for a token without an SSO session. */
  readonly sessionId: string | undefined
}

/** Returns the names in a hint before it is verified, for the look-up only; '' for those that it does not have. */
export function unverifiedHint(jwt: string | undefined): {
  readonly keyId: string
  readonly clientId: string
} {
  const keyId = jwt === undefined ? undefined : keyIdOf(jwt)
  if (jwt === undefined || keyId === undefined) return { keyId: '', clientId: '' }
  try {
    const { azp } = decodeJwt(jwt)
    return { keyId, clientId: typeof azp === 'string' ? azp : '' }
  } catch {
    return { keyId, clientId: '' }
  }
}

/** Verifies the hint, which may have expired. Only ID tokens have `azp`, so an access token is no hint. */
export async function verifyHint({
  on,
  parameters,
  found,
}: LogoutRequest): Promise<{ readonly hint: Hint | undefined }> {
  const jwt = parameters.get('id_token_hint')
  if (jwt === undefined) return { hint: undefined }
  const claims = await verifyJwt(on, found.instanceId, jwt, {
    issuer: found.origin.url,
    now: found.now,
    typ: 'JWT',
    mayBeExpired: true,
    key: found.row.hint_key,
  })
  const { sub, azp, sid } = claims ?? {}
  if (typeof sub !== 'string' || typeof azp !== 'string') {
    throw new OAuthError(
      'invalid_request',
      'the id_token_hint is no ID token of this issuer; send one that it has issued, or none',
    )
  }
  return { hint: { userId: sub, clientId: azp, sessionId: typeof sid === 'string' ? sid : undefined } }
}
