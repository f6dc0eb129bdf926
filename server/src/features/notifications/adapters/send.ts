import type { Outbound } from '../../../outbound/outbound.ts'
import type { Send } from './outgoing.ts'
import { sendHttp } from './sendHttp.ts'
import { sendTwilio, type TwilioUrls, twilioUrls } from './sendTwilio.ts'
import { smtpPools } from './smtp.ts'

/** Opens the sender of all kinds of providers. */
export function openSender(outbound: Outbound, helo: string, urls: TwilioUrls = twilioUrls): Send {
  const mail = smtpPools(outbound, helo)
  return async (provider, outgoing) => {
    switch (provider.settings.kind) {
      case 'smtp':
        return mail.send(provider, provider.settings, outgoing)
      case 'http':
        return sendHttp(outbound, provider, provider.settings, outgoing)
      case 'twilio':
        return sendTwilio(outbound, urls, provider, provider.settings, outgoing)
    }
  }
}
