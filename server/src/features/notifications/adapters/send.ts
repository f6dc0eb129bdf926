import type { Send } from './outgoing.ts'
import { sendHttp } from './sendHttp.ts'
import { sendTwilio, type TwilioUrls, twilioUrls } from './sendTwilio.ts'
import { smtpPools } from './smtp.ts'

/** Sends through whatever kind of provider it is given. */
export function openSender(urls: TwilioUrls = twilioUrls): Send {
  const mail = smtpPools()
  return async (provider, outgoing) => {
    switch (provider.settings.kind) {
      case 'smtp':
        return mail.send(provider, provider.settings, outgoing)
      case 'http':
        return sendHttp(provider, provider.settings, outgoing)
      case 'twilio':
        return sendTwilio(urls, provider, provider.settings, outgoing)
    }
  }
}
