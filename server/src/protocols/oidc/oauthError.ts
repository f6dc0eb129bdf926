import type { EndpointReply } from '../../contract/endpoint.ts'

/** The error codes that our endpoints return (RFC 6749 §4.1.2.1, §5.2 and their extensions). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'
  // OpenID Connect Core 1.0 §3.1.2.6
  | 'interaction_required'
  | 'login_required'
  | 'account_selection_required'
  | 'consent_required'
  | 'invalid_request_uri'
  | 'invalid_request_object'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'
  // RFC 9470
  | 'unmet_authentication_requirements'
  // RFC 8628 §3.5
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  // RFC 6750 §3.1
  | 'invalid_token'
  | 'insufficient_scope'
  // RFC 9449
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  // RFC 7591 §3.2.2
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'

/** The parts of an error that not every one has. */
interface ErrorParts {
  /** 400 unless given. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A protocol error. The description says what to do, for the developer of the client; it never holds a secret, and registered
 * settings of the client never go to a browser.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly error: OAuthErrorCode
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(error: OAuthErrorCode, description: string, { status = 400, headers = {} }: ErrorParts = {}) {
    super(description)
    this.error = error
    this.status = status
    this.headers = headers
  }
}

/** Returns the refusal of a client that used HTTP Basic (401 with a challenge), or another method (RFC 6749 §5.2). */
export function invalidClient(description: string, { basic }: { readonly basic: boolean }): OAuthError {
  return new OAuthError('invalid_client', description, {
    status: 401,
    ...(basic && { headers: { 'www-authenticate': 'Basic realm="oauth", charset="UTF-8"' } }),
  })
}

/** Headers of replies that hold tokens or personal data, and of all errors (RFC 6749 §5.1). */
const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** A reply whose body is JSON. */
export interface JsonReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Returns a reply with a JSON object that no cache keeps. */
export function jsonReply(body: object, { status = 200, headers = {} }: ErrorParts = {}): JsonReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...noStore, ...headers },
    body: JSON.stringify(body),
  }
}

/** Returns an error as JSON. */
export function errorReply({ error, message, status, headers }: OAuthError): EndpointReply<'protocol'> {
  return jsonReply({ error, error_description: describable(message) }, { status, headers })
}

/** Runs an endpoint, whose protocol errors become replies; other errors pass. */
export async function replying(
  run: () => Promise<EndpointReply<'protocol'>>,
): Promise<EndpointReply<'protocol'>> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof OAuthError) return errorReply(error)
    throw error
  }
}

/** Only the characters that RFC 6749 §5.2 allows in a description. */
function describable(text: string): string {
  return text.replaceAll('"', "'").replace(/[^ !#-[\]-~]/g, '?')
}
