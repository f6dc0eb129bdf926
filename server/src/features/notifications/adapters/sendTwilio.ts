import type { Outbound } from '../../../outbound/outbound.ts'
import type { TwilioSettings } from '../events.ts'
import { smsBody } from '../renderMessage.ts'
import type { OpenProvider, OutgoingMessage } from './outgoing.ts'
import { post } from './post.ts'

/** The base addresses of Twilio's APIs. */
export interface TwilioUrls {
  readonly messaging: string
  readonly verify: string
}

/** Twilio's public addresses. */
export const twilioUrls: TwilioUrls = {
  messaging: 'https://api.twilio.com',
  verify: 'https://verify.twilio.com',
}

/** Sends an SMS by Twilio's Messages resource; a code is sent by the Verify service if the account has one. */
export async function sendTwilio(
  outbound: Outbound,
  urls: TwilioUrls,
  provider: OpenProvider,
  settings: TwilioSettings,
  { recipient, message, args }: OutgoingMessage,
): Promise<void> {
  const { sid, senderNumber, verifyServiceSid } = settings
  const credentials = Buffer.from(`${sid}:${provider.secret ?? ''}`).toString('base64')
  const headers = {
    authorization: `Basic ${credentials}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const code = args['code']
  if (verifyServiceSid !== '' && typeof code === 'string' && code !== '') {
    const form = new URLSearchParams({ To: recipient, Channel: 'sms', CustomCode: code })
    const path = `/v2/Services/${encodeURIComponent(verifyServiceSid)}/Verifications`
    await post(outbound, urls.verify + path, form.toString(), headers)
    return
  }
  const sender = senderNumber.startsWith('MG')
    ? { MessagingServiceSid: senderNumber }
    : { From: senderNumber }
  const form = new URLSearchParams({ To: recipient, ...sender, Body: smsBody(message) })
  const path = `/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`
  await post(outbound, urls.messaging + path, form.toString(), headers)
}
