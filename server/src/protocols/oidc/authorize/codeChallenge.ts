import type { OidcClient } from '../../../features/applications/index.ts'
import type { AuthorizationRequest } from '../../../features/auth-requests/index.ts'
import { OAuthError } from '../oauthError.ts'
import type { Parameters } from '../parameters.ts'

/**
 * Reads the code challenge (RFC 7636 §4.3). Clients without a secret must send one (RFC 9700 §2.1.1): nothing else would bind the
 * code to them.
 */
export function codeChallengeOf(
  { authMethod }: Pick<OidcClient, 'authMethod'>,
  responseType: AuthorizationRequest['responseType'],
  parameters: Parameters,
): AuthorizationRequest['codeChallenge'] {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method') ?? 'plain'
  if (challenge === undefined) {
    if (parameters.get('code_challenge_method') !== undefined) {
      throw new OAuthError(
        'invalid_request',
        'there is a code_challenge_method but no code_challenge; send it',
      )
    }
    if (authMethod === 'none' && responseType === 'code') {
      throw new OAuthError(
        'invalid_request',
        'this application has no secret, so it must use PKCE; send code_challenge and code_challenge_method=S256',
      )
    }
    return undefined
  }
  if (method !== 'S256' && method !== 'plain') {
    throw new OAuthError('invalid_request', 'this code_challenge_method is not supported; send S256')
  }
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(challenge) || (method === 'S256' && challenge.length !== 43)) {
    throw new OAuthError(
      'invalid_request',
      'the code_challenge is malformed; send the base64url of the SHA-256 of the code verifier',
    )
  }
  return { challenge, method }
}
