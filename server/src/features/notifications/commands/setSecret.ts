import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { type Channel, channelEvents, type ProviderSettings, smtpEvents, twilioEvents } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { noSecret, providerNotFound } from '../refusals.ts'

/** Replaces the password of an SMTP server or the token of a Twilio account. */
export function setSecret(state: ProvidersState, channel: Channel, id: string, secretId: string): Decision {
  const provider = state.providers[id]
  if (provider?.channel !== channel) return providerNotFound
  const { kind } = provider.settings
  return kind === 'http' ? noSecret : [secretChanged(kind, channel, { id, secretId })]
}

/** The event that replaces a provider's password, token or signing key. */
export function secretChanged(
  kind: ProviderSettings['kind'],
  channel: Channel,
  payload: { readonly id: string; readonly secretId: string },
): EventBody {
  switch (kind) {
    case 'smtp':
      return smtpEvents.secretChanged(payload)
    case 'twilio':
      return twilioEvents.secretChanged(payload)
    case 'http':
      return channelEvents[channel].http.secretChanged(payload)
  }
}
