import { isUtf8 } from 'node:buffer'
import { decodeJwt } from 'jose'
import type { RequestHead } from '../../../contract/endpoint.ts'
import { invalidClient, OAuthError } from '../oauthError.ts'
import type { Parameters } from '../parameters.ts'

/** The unverified credentials of a client. */
export type PresentedCredentials =
  | { readonly kind: 'none'; readonly clientId: string }
  | { readonly kind: 'basic' | 'post'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'assertion'; readonly clientId: string | undefined; readonly assertion: string }

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const malformed =
  'the client credentials are malformed; send client id and secret, each form-encoded, by HTTP Basic'
const several = 'there is more than one kind of client credentials; send one'

/** Reads the credentials of a client (RFC 6749 §2.3.1, RFC 7521 §4.2); throws if there are none, several or malformed ones. */
export function presentedCredentials(head: RequestHead, parameters: Parameters): PresentedCredentials {
  const clientId = parameters.get('client_id')
  const secret = parameters.get('client_secret')
  const assertion = parameters.get('client_assertion')
  const basic = /^basic +(.*)$/i.exec(head.headers.get('authorization')?.trim() ?? '')?.[1]
  if ([secret, assertion, basic].filter((given) => given !== undefined).length > 1) {
    throw new OAuthError('invalid_request', several)
  }
  if (basic !== undefined) {
    const credentials = basicCredentials(basic)
    if (clientId !== undefined && clientId !== credentials.clientId) {
      throw new OAuthError('invalid_request', several)
    }
    return credentials
  }
  if (assertion !== undefined) {
    if (parameters.get('client_assertion_type') !== jwtBearer) {
      throw invalidClient(`the client_assertion_type is unknown; send ${jwtBearer}`, { basic: false })
    }
    return { kind: 'assertion', clientId: clientId ?? subjectOf(assertion), assertion }
  }
  if (clientId === undefined) {
    throw invalidClient('there is no client id; send client credentials or the parameter client_id', {
      basic: true,
    })
  }
  return secret === undefined ? { kind: 'none', clientId } : { kind: 'post', clientId, secret }
}

/** Returns the unverified subject, which names the client (RFC 7523 §3); undefined if it is no text. */
function subjectOf(assertion: string): string | undefined {
  try {
    const sub: unknown = decodeJwt(assertion).sub
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}

/** Id and secret are form-encoded before they are joined, so that either may hold any character. */
function basicCredentials(encoded: string): PresentedCredentials {
  const bytes = Buffer.from(encoded, 'base64')
  const text = isUtf8(bytes) ? bytes.toString() : ''
  const colon = text.indexOf(':')
  if (colon < 1) throw invalidClient(malformed, { basic: true })
  const clientId = formDecoded(text.slice(0, colon))
  const secret = formDecoded(text.slice(colon + 1))
  if (clientId === undefined || secret === undefined) throw invalidClient(malformed, { basic: true })
  return { kind: 'basic', clientId, secret }
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** Returns the one refusal of unknown clients and wrong credentials, which does not say which clients exist. */
export function wrongCredentials({ kind }: Pick<PresentedCredentials, 'kind'>): OAuthError {
  return invalidClient('the client is unknown or inactive, or its credentials are wrong; check them', {
    basic: kind === 'basic' || kind === 'none',
  })
}
