import type { SmtpSettings } from '../events.ts'
import type { ProviderInput } from '../providerWrites.ts'

/** What requests about SMTP servers have in common. */
interface SmtpRequest {
  readonly senderAddress: string
  readonly senderName: string
  readonly tls: boolean
  readonly host: string
  readonly user: string
  readonly replyToAddress?: string
}

/** The settings that a request about an SMTP server holds. */
export function smtpSettings(request: SmtpRequest): SmtpSettings {
  const { senderAddress, senderName, tls, host, user, replyToAddress = '' } = request
  return { senderAddress, senderName, tls, host, user, replyToAddress }
}

/** An SMTP server as e-mail provider. */
export function smtpInput(
  request: SmtpRequest & { readonly description: string; readonly password: string },
): ProviderInput {
  const { description, password } = request
  return {
    channel: 'email',
    description,
    settings: { kind: 'smtp', ...smtpSettings(request) },
    secret: password,
  }
}

/** An HTTP endpoint as provider of a channel. */
export function httpInput(
  channel: ProviderInput['channel'],
  { endpoint, description }: { readonly endpoint: string; readonly description: string },
): ProviderInput {
  return { channel, description, settings: { kind: 'http', endpoint }, secret: '' }
}

/** A Twilio account as SMS provider. */
export function twilioInput(request: {
  readonly sid: string
  readonly senderNumber: string
  readonly verifyServiceSid: string
  readonly description: string
  readonly token?: string
}): ProviderInput {
  const { sid, senderNumber, verifyServiceSid, description, token = '' } = request
  const settings = { kind: 'twilio', sid, senderNumber, verifyServiceSid } as const
  return { channel: 'sms', description, settings, secret: token }
}
