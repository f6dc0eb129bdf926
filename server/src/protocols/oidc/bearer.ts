import type { RequestHead } from '../../contract/endpoint.ts'
import { signatureAlgorithms } from '../../kernel/crypto/signatureAlgorithms.ts'
import { OAuthError, type OAuthErrorCode } from './oauthError.ts'
import type { Parameters } from './parameters.ts'

/** A token and the scheme under which it was presented. */
export interface BearerToken {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly text: string
}

/**
 * Reads the access token of a request from its header (RFC 6750 §2.1, RFC 9449 §7.1) or its form (RFC 6750 §2.2), never from the
 * query. Throws a challenge if there is none.
 */
export function bearerToken({ headers }: Pick<RequestHead, 'headers'>, form: Parameters): BearerToken {
  const header = headers.get('authorization')?.trim()
  const inForm = form.get('access_token')
  if (header !== undefined && header !== '' && inForm !== undefined) {
    throw new OAuthError('invalid_request', 'there are two tokens; send one', {
      headers: { 'www-authenticate': 'Bearer error="invalid_request"' },
    })
  }
  if (inForm !== undefined) return { scheme: 'Bearer', text: inForm }
  const [, scheme = '', text] = /^(Bearer|DPoP) +(\S+)$/i.exec(header ?? '') ?? []
  if (text === undefined) throw challenge()
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', text }
}

/** Returns the refusal of a request without a token, whose challenge names no error (RFC 6750 §3.1). */
function challenge(): OAuthError {
  return new OAuthError('invalid_token', 'this request needs an access token; send it as Bearer token', {
    status: 401,
    headers: { 'www-authenticate': `Bearer realm="oauth", DPoP algs="${signatureAlgorithms.join(' ')}"` },
  })
}

/** Returns the refusal of a token, with the challenge of its scheme. */
export function refusedToken(
  scheme: BearerToken['scheme'],
  description: string,
  error: OAuthErrorCode = 'invalid_token',
  further: Readonly<Record<string, string>> = {},
): OAuthError {
  const algs = scheme === 'DPoP' ? `, algs="${signatureAlgorithms.join(' ')}"` : ''
  const challenged = `${scheme} error="${error}", error_description="${description}"${algs}`
  const status = error === 'insufficient_scope' ? 403 : 401
  return new OAuthError(error, description, {
    status,
    headers: { 'www-authenticate': challenged, ...further },
  })
}
