import { isUtf8 } from 'node:buffer'
import type { ClientCredentials } from '../contract/endpoint.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

const malformed = refuse(
  'oauth.invalid_client.malformed',
  'unauthenticated',
  'the client credentials are malformed; send client id and secret form-encoded by HTTP Basic',
)
const missing = refuse(
  'oauth.invalid_client.missing',
  'unauthenticated',
  'there is no client id; send client credentials or the parameter client_id',
)
const several = refuse(
  'oauth.invalid_request.credentials',
  'invalid_argument',
  'there is more than one kind of client credentials; send one',
)

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Reads the credentials of an OAuth client from its header and form (RFC 6749 §2.3.1, RFC 7523 §2.2); throws if there are none or several. */
export function clientCredentials(authorization: string | null, form: URLSearchParams): ClientCredentials {
  const clientId = single(form, 'client_id')
  const secret = single(form, 'client_secret')
  const assertion = single(form, 'client_assertion')
  const basic = /^basic +(.*)$/i.exec(authorization?.trim() ?? '')?.[1]
  if ([secret, assertion, basic].filter((given) => given !== undefined).length > 1) {
    throw new DomainError(several)
  }
  if (basic !== undefined) {
    const credentials = basicCredentials(basic)
    if (clientId !== undefined && clientId !== credentials.clientId) throw new DomainError(several)
    return credentials
  }
  if (assertion !== undefined) {
    if (form.get('client_assertion_type') !== jwtBearer) throw new DomainError(malformed)
    return { kind: 'assertion', clientId, assertion }
  }
  if (clientId === undefined) throw new DomainError(missing)
  return secret === undefined ? { kind: 'none', clientId } : { kind: 'post', clientId, secret }
}

function single(form: URLSearchParams, name: string): string | undefined {
  const [value, second] = form.getAll(name)
  if (second !== undefined) throw new DomainError(several)
  return value === '' ? undefined : value
}

function basicCredentials(encoded: string): ClientCredentials {
  const bytes = Buffer.from(encoded, 'base64')
  if (!isUtf8(bytes)) throw new DomainError(malformed)
  const text = bytes.toString()
  const colon = text.indexOf(':')
  if (colon < 1) throw new DomainError(malformed)
  try {
    const [clientId, secret] = [text.slice(0, colon), text.slice(colon + 1)].map((part) =>
      decodeURIComponent(part.replaceAll('+', ' ')),
    )
    return { kind: 'basic', clientId: clientId ?? '', secret: secret ?? '' }
  } catch {
    throw new DomainError(malformed)
  }
}
