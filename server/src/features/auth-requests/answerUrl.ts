import type { AuthorizationRequest } from './events.ts'

/** The parameters of an authorization response. */
export type AnswerParameters = Readonly<Record<string, string>>

/** An error for the client (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
export interface ErrorAnswer {
  readonly error: string
  readonly description?: string | undefined
  readonly uri?: string | undefined
}

/** Returns the parameters of an error response (RFC 6749 §4.1.2.1). */
export function errorParameters({ error, description, uri }: ErrorAnswer): AnswerParameters {
  return {
    error,
    ...(description !== undefined && { error_description: description }),
    ...(uri !== undefined && { error_uri: uri }),
  }
}

type Target = Pick<AuthorizationRequest, 'issuer' | 'redirectUri' | 'responseMode' | 'state'>

/** Adds what every answer has: `state` as sent, and `iss` (RFC 9207 §2). */
export function completeAnswer({ issuer, state }: Target, parameters: AnswerParameters): AnswerParameters {
  return { ...parameters, ...(state !== undefined && { state }), iss: issuer }
}

/**
 * Returns the URL that carries the answer to the client in query or fragment. The query of the redirect URI is kept (RFC 6749
 * §3.1.2); parameters follow those that it has.
 */
export function answerUrl(target: Target, parameters: AnswerParameters): string {
  const encoded = new URLSearchParams(completeAnswer(target, parameters)).toString()
  const { redirectUri, responseMode } = target
  if (responseMode === 'fragment') return `${redirectUri}#${encoded}`
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${encoded}`
}
