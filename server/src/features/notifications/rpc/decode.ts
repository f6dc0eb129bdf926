import type { AddEmailProviderSMTPRequest } from '@sallyport/contract/zitadel/admin_pb.js'
import type { SmtpSettings } from '../events.ts'
import type { ProviderInput } from '../writes/writeProviders.ts'

interface SmtpRequest {
  readonly senderAddress: string
  readonly senderName: string
  readonly tls: boolean
  readonly host: string
  readonly user: string
  readonly replyToAddress?: string
  readonly password: string
  /** How the user signs in; the first generation of the API has passwords alone. */
  readonly Auth?: AddEmailProviderSMTPRequest['Auth']
}

/** Reads the settings in a request about an SMTP server, and the password or client secret; '' if there is none. */
export function smtpSettings(request: SmtpRequest): { settings: SmtpSettings; secret: string } {
  const { senderAddress, senderName, tls, host, replyToAddress = '' } = request
  const { secret, ...login } = smtpLogin(request)
  return { settings: { senderAddress, senderName, tls, host, replyToAddress, ...login }, secret }
}

function smtpLogin({ user, password, Auth }: SmtpRequest) {
  switch (Auth?.case) {
    case 'none':
      return { user: '', secret: '' }
    case 'plain':
      return { user, secret: Auth.value.password }
    case 'xoauth2': {
      const { tokenEndpoint, scopes, OAuth2Type } = Auth.value
      const { clientId = '', clientSecret = '' } = OAuth2Type.value ?? {}
      return { user, oauth: { tokenEndpoint, scopes, clientId }, secret: clientSecret }
    }
    case undefined:
      return { user, secret: password }
  }
}

/** Reads an SMTP server. */
export function smtpInput(request: SmtpRequest & { readonly description: string }): ProviderInput {
  const { settings, secret } = smtpSettings(request)
  return { description: request.description, settings: { kind: 'smtp', ...settings }, secret }
}

/** Reads an HTTP endpoint, without a new signing key. */
export function httpInput(request: {
  readonly endpoint: string
  readonly description: string
}): ProviderInput {
  const { endpoint, description } = request
  return { description, settings: { kind: 'http', endpoint }, secret: '' }
}

/** Reads a Twilio account; requests that change one carry no token. */
export function twilioInput(request: {
  readonly sid: string
  readonly senderNumber: string
  readonly verifyServiceSid: string
  readonly description: string
  readonly token?: string
}): ProviderInput {
  const { sid, senderNumber, verifyServiceSid, description, token = '' } = request
  return { description, settings: { kind: 'twilio', sid, senderNumber, verifyServiceSid }, secret: token }
}
