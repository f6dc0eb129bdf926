import type { EndpointReply, RequestHead } from '../../../contract/endpoint.ts'
import { type AnswerParameters, answerUrl } from '../../../features/auth-requests/index.ts'
import { errorReply, type OAuthError } from '../oauthError.ts'
import { errorPage, formPostPage } from './pages.ts'
import type { Target } from './target.ts'

/**
 * Returns a redirect that no cache keeps and that does not say where it came from. Characters that a header cannot hold are
 * percent-encoded, as browsers do with them (RFC 3987 §3.1).
 */
export function redirectTo(url: string): EndpointReply<'protocol'> {
  const location = url.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
  return {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  }
}

/**
 * Returns the reply that carries an answer to the client, in the response mode of its request. The client may send the browser on
 * to any origin after the form, which browsers check too; the page holds nothing but this form.
 */
export function answerReply(target: Target, parameters: AnswerParameters): EndpointReply<'protocol'> {
  if (target.responseMode !== 'form_post') return redirectTo(answerUrl(target, parameters))
  return {
    kind: 'page',
    status: 200,
    html: formPostPage(target, parameters),
    formTargets: 'anywhere',
  }
}

/** Returns an error that no redirect URI may receive: a page for browsers, JSON for others. */
export function untrustedReply(head: RequestHead, error: OAuthError): EndpointReply<'protocol'> {
  if (!/text\/html/i.test(head.headers.get('accept') ?? '')) return errorReply(error)
  const { status, headers, error: code, message } = error
  return { kind: 'page', status, headers, html: errorPage(code, message) }
}
