import { z } from 'zod'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { ProviderSettings } from '../events.ts'
import { endpointInvalid, hostInvalid, oauthInvalid, senderInvalid } from '../refusals.ts'

const address = z.email({ pattern: z.regexes.unicodeEmail })
const host = /^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)(:(\d{1,5}))?$/i

/** Returns the refusal of settings that reach no provider or name an invalid sender. */
export function checkSettings(settings: ProviderSettings): Refusal | undefined {
  switch (settings.kind) {
    case 'smtp': {
      const port = host.exec(settings.host)
      if (!port || Number(port[4] ?? 1) > 65_535 || Number(port[4] ?? 1) === 0) return hostInvalid
      const addresses = [
        settings.senderAddress,
        ...(settings.replyToAddress ? [settings.replyToAddress] : []),
      ]
      if (!addresses.every((one) => address.safeParse(one).success)) return senderInvalid
      const { oauth, user } = settings
      const complete = oauth === undefined || (isEndpoint(oauth.tokenEndpoint) && oauth.clientId && user)
      return complete ? undefined : oauthInvalid
    }
    case 'http':
      return isEndpoint(settings.endpoint) ? undefined : endpointInvalid
    case 'twilio':
      return undefined
  }
}

function isEndpoint(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
