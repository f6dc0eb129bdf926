import type { Decision } from '../../../kernel/facet.ts'
import { type Channel, type ProviderSettings, settingsEvent } from '../events.ts'
import { checkSettings } from './checkSettings.ts'

/** A provider as it is given; `secretId` names its password or token, when it has one. */
export interface NewProvider {
  readonly id: string
  readonly channel: Channel
  readonly description: string
  readonly settings: ProviderSettings
  readonly secretId?: string
}

/** Adds a provider; nothing is sent through it until it is activated. */
export function addProvider(provider: NewProvider): Decision {
  const { id, channel, description, secretId } = provider
  const { kind, ...settings } = provider.settings
  const invalid = checkSettings(provider.settings)
  if (invalid !== undefined) return invalid
  const payload = { id, description, ...settings, ...(secretId !== undefined && { secretId }) }
  return [{ type: `${settingsEvent(channel, kind)}.added`, payload }]
}
