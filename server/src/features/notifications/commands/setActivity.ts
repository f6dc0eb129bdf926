import type { Decision } from '../../../kernel/facet.ts'
import { type Channel, lifeEvent } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { providerActive, providerInactive, providerNotFound } from './refusals.ts'

/** Sends through this provider from now on; the channel's other one stops at once. */
export function activateProvider(state: ProvidersState, channel: Channel, id: string): Decision {
  if (state.providers[id]?.channel !== channel) return providerNotFound
  if (state.active[channel] === id) return providerActive
  return [lifeEvent(channel, 'activated', id)]
}

/** Sends nothing any more through this provider. */
export function deactivateProvider(state: ProvidersState, channel: Channel, id: string): Decision {
  if (state.providers[id]?.channel !== channel) return providerNotFound
  if (state.active[channel] !== id) return providerInactive
  return [lifeEvent(channel, 'deactivated', id)]
}

/** Takes a provider and its secret away, active or not. */
export function removeProvider(state: ProvidersState, channel: Channel, id: string): Decision {
  if (state.providers[id]?.channel !== channel) return providerNotFound
  return [lifeEvent(channel, 'removed', id)]
}
