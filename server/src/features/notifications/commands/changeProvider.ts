import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { settingsEvent } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import type { NewProvider } from './addProvider.ts'
import { checkSettings } from './checkSettings.ts'
import { providerNotFound, providerUnchanged } from './refusals.ts'
import { setSecret } from './setSecret.ts'

/** Replaces a provider's settings, and its password or token when `secretId` names a new one. */
export function changeProvider(state: ProvidersState, provider: NewProvider): Decision {
  const { id, channel, description, secretId } = provider
  const { kind, ...settings } = provider.settings
  const invalid = checkSettings(provider.settings)
  if (invalid !== undefined) return invalid
  const before = state.providers[id]
  if (before?.channel !== channel || before.settings.kind !== kind) return providerNotFound
  const same = before.description === description && sameJson(before.settings, provider.settings)
  const changed: EventBody = {
    type: `${settingsEvent(channel, kind)}.changed`,
    payload: { id, description, ...settings },
  }
  const secret = secretId === undefined ? [] : setSecret(state, channel, id, secretId)
  if (isRefusal(secret)) return secret
  const events = [...(same ? [] : [changed]), ...secret]
  return events.length === 0 ? providerUnchanged : events
}
