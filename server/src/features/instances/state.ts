import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  type InstanceDomainEvent,
  type InstanceEvent,
  instanceDomainEvents,
  instanceEvents,
  type SystemEvent,
  systemEvents,
} from './events.ts'
import { instanceDomainRows, instanceRows } from './rows.ts'

/** A virtual instance. It is never removed by an event: its removal takes its log away. */
export type InstanceState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'instance'
      readonly name: string
      /** '' while none is set. */
      readonly defaultOrgId: string
      readonly defaultLanguage: string
      readonly createdAt: string
      readonly changedAt: string
      readonly sequence: number
    }

const none: InstanceState = { kind: 'none' }

/** What an instance is called and what it falls back to. */
export const instanceFacet: Facet<InstanceState> = {
  name: 'instance',
  streams: ['instance'],
  events: instanceEvents,
  initial: none,
  evolve(state, event) {
    const next = evolveInstance(state, event)
    if (next === state || next.kind === 'none') return next
    return { ...next, changedAt: event.createdAt, sequence: event.sequence }
  },
  rows: instanceRows,
}

function evolveInstance(state: InstanceState, recorded: Recorded): InstanceState {
  const event = recorded as Recorded<InstanceEvent>
  if (event.type === 'instance.added') {
    const { createdAt, sequence } = event
    return {
      kind: 'instance',
      name: event.payload.name,
      defaultOrgId: '',
      defaultLanguage: 'en',
      createdAt,
      changedAt: createdAt,
      sequence,
    }
  }
  if (state.kind === 'none') return state
  switch (event.type) {
    case 'instance.changed':
      return { ...state, name: event.payload.name }
    case 'instance.default.language.set':
      return { ...state, defaultLanguage: event.payload.language }
  }
  return recorded.type === 'instance.default.org.set'
    ? { ...state, defaultOrgId: String(recorded.payload['orgId']) }
    : state
}

export type InstanceDomain = {
  readonly primary: boolean
  readonly generated: boolean
  readonly createdAt: string
  readonly sequence: number
}

/** The hosts of an instance, by lower-case name. */
export type InstanceDomainsState = {
  readonly domains: { readonly [domain: string]: InstanceDomain }
  readonly trusted: { readonly [domain: string]: { readonly createdAt: string; readonly sequence: number } }
}

/** Under which hosts an instance is reached, and which further ones it trusts. */
export const instanceDomainsFacet: Facet<InstanceDomainsState> = {
  name: 'instanceDomains',
  streams: ['instance'],
  events: instanceDomainEvents,
  initial: { domains: {}, trusted: {} },
  evolve(state, recorded) {
    const event = recorded as Recorded<InstanceDomainEvent>
    const { createdAt, sequence } = event
    switch (event.type) {
      case 'instance.domain.added': {
        const { domain, generated } = event.payload
        return {
          ...state,
          domains: { ...state.domains, [domain]: { primary: false, generated, createdAt, sequence } },
        }
      }
      case 'instance.domain.primary.set': {
        const domains = Object.entries(state.domains).map(([name, domain]) => [
          name,
          { ...domain, primary: name === event.payload.domain },
        ])
        return { ...state, domains: Object.fromEntries(domains) }
      }
      case 'instance.domain.removed': {
        const { [event.payload.domain]: _, ...domains } = state.domains
        return { ...state, domains }
      }
      case 'instance.trusted_domain.added':
        return { ...state, trusted: { ...state.trusted, [event.payload.domain]: { createdAt, sequence } } }
      case 'instance.trusted_domain.removed': {
        const { [event.payload.domain]: _, ...trusted } = state.trusted
        return { ...state, trusted }
      }
      default:
        return state
    }
  },
  rows: instanceDomainRows,
}

/** The one stream outside all instances. */
export const systemStream = { instanceId: '', type: 'system', id: 'system' } as const

/** What this database remembers of itself, beside all instances. */
export type SystemState = { readonly firstInstanceId: string; readonly removedInstances: number }

/** Whether the first instance was made, and how many were removed since. */
export const systemFacet: Facet<SystemState> = {
  name: 'system',
  streams: ['system'],
  events: systemEvents,
  initial: { firstInstanceId: '', removedInstances: 0 },
  evolve(state, recorded) {
    const event = recorded as Recorded<SystemEvent>
    switch (event.type) {
      case 'system.first_instance.added':
        return { ...state, firstInstanceId: event.payload.instanceId }
      case 'system.instance.removed':
        return { ...state, removedInstances: state.removedInstances + 1 }
      default:
        return state
    }
  },
}
