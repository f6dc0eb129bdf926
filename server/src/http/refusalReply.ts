import type { Logger } from 'pino'
import type { EndpointReply, RefusalForm } from '../contract/endpoint.ts'
import { DomainError, type RefusalKind } from '../kernel/refusal.ts'
import { restErrorBody } from './rest/restError.ts'
import { errorHeaders, statusHeaders, toWireError, type WireError } from './wireError.ts'

/** Renders a thrown value in the form of the endpoint's refusals. */
export function refusalReply(error: unknown, form: RefusalForm, logger: Logger): EndpointReply {
  const wire = toWireError(error, logger)
  const { status, message } = wire
  if (typeof form === 'function') {
    return { kind: 'page', status, html: form({ status, message }), headers: statusHeaders(wire) }
  }
  switch (form) {
    case 'text':
      return {
        status,
        headers: { 'content-type': 'text/plain; charset=utf-8', ...errorHeaders(wire) },
        body: message,
      }
    case 'contract':
      return json(status, 'application/json', restErrorBody(wire), errorHeaders(wire))
    case 'oauth':
      return oauthReply(wire, error)
    case 'scim':
      return json(
        status,
        'application/scim+json',
        {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
          status: String(status),
          detail: message,
        },
        errorHeaders(wire),
      )
  }
}

/** The OAuth errors of refusals whose code does not begin with `oauth.<error>`, by kind. */
const oauthErrors: Readonly<Partial<Record<RefusalKind, string>>> = {
  unauthenticated: 'invalid_token',
  permission_denied: 'access_denied',
  internal: 'server_error',
  unavailable: 'temporarily_unavailable',
}

/** RFC 6749 §5.2: the status is 400 except for `invalid_client`. RFC 6750 §3: bearer errors are repeated in a header. */
function oauthReply({ status, message }: WireError, error: unknown): EndpointReply {
  const refusal = error instanceof DomainError ? error.refusal : undefined
  const named = refusal?.code.startsWith('oauth.') ? refusal.code.split('.')[1] : undefined
  const code =
    named ?? (refusal && oauthErrors[refusal.kind]) ?? (status >= 500 ? 'server_error' : 'invalid_request')
  const scheme = code === 'invalid_client' ? 'Basic realm="oauth"' : `Bearer error="${code}"`
  return json(
    named !== undefined && status !== 401 && status < 500 ? 400 : status,
    'application/json',
    { error: code, error_description: refusal?.message ?? message },
    {
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': scheme } : statusHeaders({ status })),
    },
  )
}

function json(
  status: number,
  type: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): EndpointReply {
  return { status, headers: { 'content-type': type, ...headers }, body: JSON.stringify(body) }
}
