import type { Deps } from '../../manifest.ts'
import type { SmtpSettings } from '../events.ts'
import { type AccessTokens, accessTokens } from './accessTokens.ts'
import type { OpenProvider, OutgoingMessage, Send } from './outgoing.ts'
import { sendHttp } from './sendHttp.ts'
import { sendTwilio, type TwilioUrls, twilioUrls } from './sendTwilio.ts'
import { type SmtpPools, smtpPools } from './smtp.ts'

/** Opens the sender of all kinds of providers. */
export function openSender(
  { outbound, config, clock }: Pick<Deps, 'outbound' | 'config' | 'clock'>,
  urls: TwilioUrls = twilioUrls,
): Send {
  const mail = smtpPools(outbound, config.smtpHelo)
  const tokens = accessTokens(outbound, clock)
  return async (provider, outgoing) => {
    switch (provider.settings.kind) {
      case 'smtp':
        return sendMail(mail, tokens, provider, provider.settings, outgoing)
      case 'http':
        return sendHttp(outbound, provider, provider.settings, outgoing, clock.now())
      case 'twilio':
        return sendTwilio(outbound, urls, provider, provider.settings, outgoing)
    }
  }
}

async function sendMail(
  pools: SmtpPools,
  tokens: AccessTokens,
  provider: OpenProvider,
  settings: SmtpSettings,
  outgoing: OutgoingMessage,
): Promise<void> {
  if (settings.oauth === undefined) return pools.send(provider, settings, outgoing)
  const token = await tokens.of(provider, settings.oauth)
  try {
    await pools.send(provider, settings, outgoing, token)
  } catch (error) {
    tokens.forget(provider)
    throw error
  }
}
