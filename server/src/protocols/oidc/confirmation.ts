import type { RequestHead } from '../../contract/endpoint.ts'
import type { OidcClient } from '../../features/applications/index.ts'
import {
  type Confirmation,
  certificateThumbprint,
  type ProvingRequest,
  proveKey,
} from '../../features/proof-of-possession/index.ts'
import type { Place } from './lookup.ts'
import { OAuthError } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'

/** The settings of a client that bind its tokens; a machine has none. */
type Binding = Pick<OidcClient, 'dpopBoundAccessTokens' | 'tlsClientCertificateBoundAccessTokens'>

/** The key that a client's tokens are bound to, and headers for the reply. */
export interface Confirmed {
  readonly confirmation: Confirmation | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** Returns the parts of a request by which its sender can prove a key. */
export function provingRequest(head: RequestHead, { instanceId, now, origin }: Place): ProvingRequest {
  const { method = 'POST', path = '/' } = head.target ?? {}
  return {
    instanceId,
    now,
    method,
    url: `${origin.url}${path}`,
    proof: head.headers.get('dpop') ?? undefined,
    certificate: head.certificate,
  }
}

/**
 * Returns the key to which the tokens of a token request are bound: that of its DPoP proof, which uses the proof up (RFC 9449 §5),
 * or the certificate of the connection if the client demands it (RFC 8705 §3). Throws if the client demands a key that the
 * request does not prove, or if the proof's key is not `expected`, the one that an earlier step was bound to.
 */
export async function confirmKey(
  on: Pick<OidcDeps, 'log' | 'database'>,
  { head, place, client }: { readonly head: RequestHead; readonly place: Place; readonly client?: Binding },
  expected?: Confirmation,
): Promise<Confirmed> {
  const request = provingRequest(head, place)
  const { proof, certificate } = request
  const x5t = certificate && certificateThumbprint(certificate)
  if (expected?.['x5t#S256'] !== undefined && expected['x5t#S256'] !== x5t) {
    throw new OAuthError('invalid_grant', 'this is bound to another certificate; connect with it')
  }
  if (proof !== undefined) {
    const proved = await proveKey(on, { ...request, proof }, { nonces: 'required' })
    const headers = { 'dpop-nonce': proved.nonce }
    if (!proved.valid) throw new OAuthError(proved.error, `the DPoP proof ${proved.reason}`, { headers })
    if (expected?.jkt !== undefined && expected.jkt !== proved.jkt) {
      // Without the nonce, for which some clients would send the same again (`findings/oidc-client-ts-any-refusal-with-a-nonce-is-sent-again.sh`).
      throw new OAuthError('invalid_grant', 'this is bound to another DPoP key; prove that one')
    }
    return { confirmation: { jkt: proved.jkt }, headers }
  }
  if (expected?.jkt !== undefined || client?.dpopBoundAccessTokens) {
    throw new OAuthError('invalid_dpop_proof', 'this client needs a DPoP proof; send one in the header DPoP')
  }
  if (!client?.tlsClientCertificateBoundAccessTokens && expected?.['x5t#S256'] === undefined) {
    return { confirmation: undefined, headers: {} }
  }
  if (x5t === undefined) {
    throw new OAuthError(
      'invalid_request',
      'tokens of this client are bound to a certificate; connect with one',
    )
  }
  return { confirmation: { 'x5t#S256': x5t }, headers: {} }
}
