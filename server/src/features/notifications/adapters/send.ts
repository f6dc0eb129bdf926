import type { Deps } from '../../manifest.ts'
import type { Send } from './outgoing.ts'
import { sendHttp } from './sendHttp.ts'
import { sendTwilio, type TwilioUrls, twilioUrls } from './sendTwilio.ts'
import { smtpPools } from './smtp.ts'

/** Opens the sender of all kinds of providers. */
export function openSender(
  { outbound, config, clock }: Pick<Deps, 'outbound' | 'config' | 'clock'>,
  urls: TwilioUrls = twilioUrls,
): Send {
  const mail = smtpPools(outbound, config.smtpHelo)
  return async (provider, outgoing) => {
    switch (provider.settings.kind) {
      case 'smtp':
        return mail.send(provider, provider.settings, outgoing)
      case 'http':
        return sendHttp(outbound, provider, provider.settings, outgoing, clock.now())
      case 'twilio':
        return sendTwilio(outbound, urls, provider, provider.settings, outgoing)
    }
  }
}
