import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { channelEvents, smtpEvents, twilioEvents } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { providerNotFound, providerUnchanged } from '../refusals.ts'
import type { NewProvider } from './addProvider.ts'
import { checkSettings } from './checkSettings.ts'
import { secretChanged } from './setSecret.ts'

/** Replaces a provider's settings and, if `secretId` is given, its password, token or signing key. */
export function changeProvider(state: ProvidersState, provider: NewProvider): Decision {
  const { id, channel, description, settings, secretId } = provider
  const invalid = checkSettings(settings)
  if (invalid !== undefined) return invalid
  const before = state.providers[id]
  if (before?.channel !== channel || before.settings.kind !== settings.kind) return providerNotFound
  const same = before.description === description && sameJson(before.settings, settings)
  const secret = secretId === undefined ? [] : [secretChanged(settings.kind, channel, { id, secretId })]
  const events = [...(same ? [] : [changed(provider)]), ...secret]
  return events.length === 0 ? providerUnchanged : events
}

function changed({ id, channel, description, settings }: NewProvider): EventBody {
  switch (settings.kind) {
    case 'smtp': {
      const { kind: _, ...smtp } = settings
      return smtpEvents.changed({ id, description, ...smtp })
    }
    case 'http':
      return channelEvents[channel].http.changed({ id, description, endpoint: settings.endpoint })
    case 'twilio': {
      const { kind: _, ...twilio } = settings
      return twilioEvents.changed({ id, description, ...twilio })
    }
  }
}
