import {
  EmailProviderState,
  SMSProviderConfigState,
  SMTPConfigState,
} from '@sallyport/contract/zitadel/settings_pb.js'
import { rowDetails } from '../../../contract/details.ts'
import type { SmtpSettings } from '../events.ts'
import type { ProviderRow } from '../queries.ts'

/** Encodes a provider as an `SMTPConfig`; undefined for other kinds. */
export function smtpOnWire(row: ProviderRow, instanceId: string) {
  if (row.settings.kind !== 'smtp') return undefined
  return {
    details: rowDetails(row, instanceId),
    id: row.provider_id,
    description: row.description,
    state: row.active ? SMTPConfigState.SMTP_CONFIG_ACTIVE : SMTPConfigState.SMTP_CONFIG_INACTIVE,
    ...smtpFields(row.settings),
  }
}

/** Encodes a provider as an `EmailProvider`. */
export function emailOnWire(row: ProviderRow, instanceId: string) {
  const { settings } = row
  return {
    details: rowDetails(row, instanceId),
    id: row.provider_id,
    description: row.description,
    state: row.active ? EmailProviderState.EMAIL_PROVIDER_ACTIVE : EmailProviderState.EMAIL_PROVIDER_INACTIVE,
    config:
      settings.kind === 'smtp'
        ? ({ case: 'smtp', value: { ...smtpFields(settings), Auth: smtpAuth(settings) } } as const)
        : settings.kind === 'http'
          ? ({ case: 'http', value: { endpoint: settings.endpoint } } as const)
          : ({ case: undefined } as const),
  }
}

/** Encodes a provider as an `SMSProvider`. */
export function smsOnWire(row: ProviderRow, instanceId: string) {
  const { settings } = row
  return {
    details: rowDetails(row, instanceId),
    id: row.provider_id,
    description: row.description,
    state: row.active
      ? SMSProviderConfigState.SMS_PROVIDER_CONFIG_ACTIVE
      : SMSProviderConfigState.SMS_PROVIDER_CONFIG_INACTIVE,
    config:
      settings.kind === 'twilio'
        ? ({
            case: 'twilio',
            value: {
              sid: settings.sid,
              senderNumber: settings.senderNumber,
              verifyServiceSid: settings.verifyServiceSid,
            },
          } as const)
        : settings.kind === 'http'
          ? ({ case: 'http', value: { endpoint: settings.endpoint } } as const)
          : ({ case: undefined } as const),
  }
}

/** How the server signs in, without passwords and secrets. */
function smtpAuth({ user, oauth }: SmtpSettings) {
  if (oauth !== undefined) {
    const { clientId, ...value } = oauth
    const OAuth2Type = { case: 'clientCredentials', value: { clientId } } as const
    return { case: 'xoauth2', value: { ...value, OAuth2Type } } as const
  }
  return { case: user === '' ? 'none' : 'plain', value: {} } as const
}

function smtpFields({ senderAddress, senderName, tls, host, user, replyToAddress }: SmtpSettings) {
  return { senderAddress, senderName, tls, host, user, replyToAddress }
}
