import type { Decision } from '../../../kernel/facet.ts'
import { type Channel, channelEvents, type ProviderSettings, smtpEvents, twilioEvents } from '../events.ts'
import { secretMissing } from '../refusals.ts'
import { checkSettings } from './checkSettings.ts'

/** A provider as a caller describes it; `secretId` names its new password, token or signing key. */
export interface NewProvider {
  readonly id: string
  readonly channel: Channel
  readonly description: string
  readonly settings: ProviderSettings
  readonly secretId?: string
}

/** Adds a provider; it sends nothing until it is activated. */
export function addProvider({ id, channel, description, settings, secretId }: NewProvider): Decision {
  const invalid = checkSettings(settings)
  if (invalid !== undefined) return invalid
  switch (settings.kind) {
    case 'smtp': {
      if (settings.oauth !== undefined && secretId === undefined) return secretMissing
      const { kind: _, ...smtp } = settings
      return [smtpEvents.added({ id, description, ...smtp, ...(secretId !== undefined && { secretId }) })]
    }
    case 'http': {
      if (secretId === undefined) return secretMissing
      return [channelEvents[channel].http.added({ id, description, endpoint: settings.endpoint, secretId })]
    }
    case 'twilio': {
      if (secretId === undefined) return secretMissing
      const { kind: _, ...twilio } = settings
      return [twilioEvents.added({ id, description, ...twilio, secretId })]
    }
  }
}
