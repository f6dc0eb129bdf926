import type { Decision } from '../../../kernel/facet.ts'
import { type Channel, smtpEvents, twilioEvents } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { noSecret, providerNotFound } from '../refusals.ts'

/** Replaces the password of an SMTP server or the token of a Twilio account. */
export function setSecret(state: ProvidersState, channel: Channel, id: string, secretId: string): Decision {
  const provider = state.providers[id]
  if (provider?.channel !== channel) return providerNotFound
  switch (provider.settings.kind) {
    case 'smtp':
      return [smtpEvents.secretChanged({ id, secretId })]
    case 'twilio':
      return [twilioEvents.secretChanged({ id, secretId })]
    case 'http':
      return noSecret
  }
}
