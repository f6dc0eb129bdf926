import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  type Channel,
  channelEvents,
  type ProviderEvent,
  type ProviderSettings,
  providerEvents,
  smtpEvents,
  twilioEvents,
} from './events.ts'
import { providerRows } from './rows.ts'

/** A provider of one channel; at most one of a channel is active. */
export type Provider = {
  readonly channel: Channel
  readonly description: string
  readonly settings: ProviderSettings
  /** The sealed password, token or signing key; null if there is none. */
  readonly secretId: string | null
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The providers of an instance and the active one of each channel. */
export type ProvidersState = {
  readonly providers: { readonly [id: string]: Provider }
  readonly active: { readonly [channel in Channel]: string | null }
}

const { email, sms } = channelEvents

/** The providers that send an instance's e-mails and SMS. */
export const providersFacet: Facet<ProvidersState, ProviderEvent> = {
  name: 'notificationProviders',
  streams: ['instance'],
  events: providerEvents,
  initial: { providers: {}, active: { email: null, sms: null } },
  evolve,
  rows: providerRows,
  secrets: ({ providers }) =>
    Object.values(providers).flatMap(({ secretId }) => (secretId === null ? [] : [secretId])),
}

function evolve(state: ProvidersState, event: Recorded<ProviderEvent>): ProvidersState {
  switch (event.type) {
    case smtpEvents.added.type: {
      const { id: _, description, secretId = null, ...settings } = event.payload
      return added(state, event, 'email', { description, settings: { kind: 'smtp', ...settings }, secretId })
    }
    case twilioEvents.added.type: {
      const { id: _, description, secretId, ...settings } = event.payload
      return added(state, event, 'sms', { description, settings: { kind: 'twilio', ...settings }, secretId })
    }
    case email.http.added.type:
      return added(state, event, 'email', newHttpProvider(event.payload))
    case sms.http.added.type:
      return added(state, event, 'sms', newHttpProvider(event.payload))
    case smtpEvents.changed.type: {
      const { id: _, description, ...settings } = event.payload
      return changed(state, event, { description, settings: { kind: 'smtp', ...settings } })
    }
    case twilioEvents.changed.type: {
      const { id: _, description, ...settings } = event.payload
      return changed(state, event, { description, settings: { kind: 'twilio', ...settings } })
    }
    case email.http.changed.type:
    case sms.http.changed.type:
      return changed(state, event, httpProvider(event.payload))
    case smtpEvents.secretChanged.type:
    case twilioEvents.secretChanged.type:
    case email.http.secretChanged.type:
    case sms.http.secretChanged.type:
      return changed(state, event, { secretId: event.payload.secretId })
    case smtpEvents.secretRemoved.type:
      return changed(state, event, { secretId: null })
    case email.any.activated.type:
    case sms.any.activated.type:
      return activity(changed(state, event, {}), event.payload.id, true)
    case email.any.deactivated.type:
    case sms.any.deactivated.type:
      return activity(changed(state, event, {}), event.payload.id, false)
    case email.any.removed.type:
    case sms.any.removed.type: {
      const { [event.payload.id]: _, ...providers } = state.providers
      return { ...activity(state, event.payload.id, false), providers }
    }
  }
}

interface HttpPayload {
  readonly description: string
  readonly endpoint: string
}

function httpProvider({ description, endpoint }: HttpPayload) {
  return { description, settings: { kind: 'http', endpoint } } as const
}

function newHttpProvider(payload: HttpPayload & { readonly secretId?: string | undefined }) {
  return { ...httpProvider(payload), secretId: payload.secretId ?? null }
}

function added(
  state: ProvidersState,
  { payload: { id }, createdAt, sequence }: Recorded<ProviderEvent>,
  channel: Channel,
  given: Pick<Provider, 'description' | 'settings' | 'secretId'>,
): ProvidersState {
  return withProvider(state, id, { channel, ...given, createdAt, changedAt: createdAt, sequence })
}

function changed(
  state: ProvidersState,
  { payload: { id }, createdAt, sequence }: Recorded<ProviderEvent>,
  change: Partial<Provider>,
): ProvidersState {
  const before = state.providers[id]
  return before ? withProvider(state, id, { ...before, ...change, changedAt: createdAt, sequence }) : state
}

function withProvider(state: ProvidersState, id: string, provider: Provider): ProvidersState {
  return { ...state, providers: { ...state.providers, [id]: provider } }
}

/** Activating a provider deactivates the channel's other one. */
function activity(state: ProvidersState, id: string, active: boolean): ProvidersState {
  const channel = state.providers[id]?.channel
  if (channel === undefined || (!active && state.active[channel] !== id)) return state
  return { ...state, active: { ...state.active, [channel]: active ? id : null } }
}
