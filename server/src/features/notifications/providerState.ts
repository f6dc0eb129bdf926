import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { type Channel, type ProviderSettings, providerEvents, settingsEvents } from './events.ts'
import { providerRows } from './rows.ts'

/** One way to send messages; at most one of a channel is active. */
export type Provider = {
  readonly channel: Channel
  readonly description: string
  readonly settings: ProviderSettings
  /** The sealed password or token; null when there is none. */
  readonly secretId: string | null
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

export type ProvidersState = {
  readonly providers: { readonly [id: string]: Provider }
  readonly active: { readonly [channel in Channel]: string | null }
}

const initial: ProvidersState = { providers: {}, active: { email: null, sms: null } }

/** Through whom an instance sends e-mails and SMS. */
export const providersFacet: Facet<ProvidersState> = {
  name: 'notificationProviders',
  streams: ['instance'],
  events: providerEvents,
  initial,
  evolve,
  rows: providerRows,
  secrets: ({ providers }) =>
    Object.values(providers).flatMap(({ secretId }) => (secretId === null ? [] : [secretId])),
}

function evolve(state: ProvidersState, event: Recorded): ProvidersState {
  if (!(event.type in providerEvents)) return state
  const at = event.type.lastIndexOf('.')
  const subject = event.type.slice(0, at)
  const id = String(event.payload['id'])
  switch (event.type.slice(at + 1)) {
    case 'added':
      return withProvider(state, id, added(subject, event))
    case 'activated':
      return activity(touched(state, id, event, {}), id, true)
    case 'deactivated':
      return activity(touched(state, id, event, {}), id, false)
    case 'removed': {
      const { [id]: _, ...providers } = state.providers
      return { ...activity(state, id, false), providers }
    }
    default: {
      const secretId = event.payload['secretId']
      return touched(
        state,
        id,
        event,
        secretId === undefined ? changed(subject, event) : { secretId: String(secretId) },
      )
    }
  }
}

function added(subject: string, event: Recorded): Provider {
  const { createdAt, sequence } = event
  const { channel } = settingsEvents[subject as keyof typeof settingsEvents]
  const secretId = event.payload['secretId']
  return {
    channel,
    ...changed(subject, event),
    secretId: secretId === undefined ? null : String(secretId),
    createdAt,
    changedAt: createdAt,
    sequence,
  }
}

function changed(subject: string, { payload }: Recorded): Pick<Provider, 'description' | 'settings'> {
  const { kind } = settingsEvents[subject as keyof typeof settingsEvents]
  const { id: _, description, secretId: __, ...settings } = payload
  return {
    description: String(description),
    settings: { kind, ...settings } as JsonObject & ProviderSettings,
  }
}

function touched(
  state: ProvidersState,
  id: string,
  event: Recorded,
  change: Partial<Provider>,
): ProvidersState {
  const before = state.providers[id]
  if (before === undefined) return state
  return withProvider(state, id, {
    ...before,
    ...change,
    changedAt: event.createdAt,
    sequence: event.sequence,
  })
}

function withProvider(state: ProvidersState, id: string, provider: Provider): ProvidersState {
  return { ...state, providers: { ...state.providers, [id]: provider } }
}

/** Activating one ends the activity of the channel's other one. */
function activity(state: ProvidersState, id: string, active: boolean): ProvidersState {
  const channel = state.providers[id]?.channel
  if (channel === undefined || (!active && state.active[channel] !== id)) return state
  return { ...state, active: { ...state.active, [channel]: active ? id : null } }
}
