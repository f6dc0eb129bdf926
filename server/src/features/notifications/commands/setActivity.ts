import type { Decision } from '../../../kernel/facet.ts'
import { type Channel, channelEvents } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { providerActive, providerInactive, providerNotFound } from '../refusals.ts'

/** Makes a provider its channel's only active one. */
export function activateProvider(state: ProvidersState, channel: Channel, id: string): Decision {
  if (state.providers[id]?.channel !== channel) return providerNotFound
  if (state.active[channel] === id) return providerActive
  return [channelEvents[channel].any.activated({ id })]
}

/** Leaves the channel without an active provider. */
export function deactivateProvider(state: ProvidersState, channel: Channel, id: string): Decision {
  if (state.providers[id]?.channel !== channel) return providerNotFound
  if (state.active[channel] !== id) return providerInactive
  return [channelEvents[channel].any.deactivated({ id })]
}

/** Removes a provider and its secret, active or not. */
export function removeProvider(state: ProvidersState, channel: Channel, id: string): Decision {
  if (state.providers[id]?.channel !== channel) return providerNotFound
  return [channelEvents[channel].any.removed({ id })]
}
