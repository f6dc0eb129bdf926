import type { SmtpSettings } from '../events.ts'
import type { ProviderInput } from '../writes/writeProviders.ts'

interface SmtpRequest {
  readonly senderAddress: string
  readonly senderName: string
  readonly tls: boolean
  readonly host: string
  readonly user: string
  readonly replyToAddress?: string
}

/** Reads the settings in a request about an SMTP server. */
export function smtpSettings(request: SmtpRequest): SmtpSettings {
  const { senderAddress, senderName, tls, host, user, replyToAddress = '' } = request
  return { senderAddress, senderName, tls, host, user, replyToAddress }
}

/** Reads an SMTP server. */
export function smtpInput(
  request: SmtpRequest & { readonly description: string; readonly password: string },
): ProviderInput {
  const { description, password } = request
  return { description, settings: { kind: 'smtp', ...smtpSettings(request) }, secret: password }
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
