import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { channelEvents, type ProviderSettings, smtpEvents, twilioEvents } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { providerNotFound, providerUnchanged, secretMissing } from '../refusals.ts'
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
  if (secretId === undefined && takesSecretElsewhere(before.settings, settings)) return secretMissing
  const same = before.description === description && sameJson(before.settings, settings)
  const secret = secretId === undefined ? [] : [secretChanged(settings.kind, channel, { id, secretId })]
  const idle = settings.kind === 'smtp' && settings.user === '' && before.secretId !== null
  const events = [
    ...(same ? [] : [changed(provider)]),
    ...secret,
    ...(idle && secretId === undefined ? [smtpEvents.secretRemoved({ id })] : []),
  ]
  return events.length === 0 ? providerUnchanged : events
}

/** Whether a stored password would become a client's secret, or the reverse, or a client's secret that of another client. */
export function takesSecretElsewhere(before: ProviderSettings, after: ProviderSettings): boolean {
  if (before.kind !== 'smtp' || after.kind !== 'smtp' || after.user === '') return false
  return (
    before.oauth?.tokenEndpoint !== after.oauth?.tokenEndpoint ||
    before.oauth?.clientId !== after.oauth?.clientId
  )
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
