import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { defaultOrgSet } from '../organizations/events.ts'
import {
  type DomainEvent,
  defaultLanguageSet,
  domainAdded,
  domainRemoved,
  firstInstanceAdded,
  type InstanceEvent,
  instanceAdded,
  instanceChanged,
  instanceRemoved,
  primaryDomainSet,
  type SystemEvent,
  trustedDomainAdded,
  trustedDomainRemoved,
} from './events.ts'
import { instanceDomainRows, instanceRows } from './rows.ts'

/** A virtual instance. No event of its own ends it, since removing an instance deletes its log. */
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

type HeardEvent = InstanceEvent | EventOf<typeof defaultOrgSet>

/** An instance's name and defaults. */
export const instanceFacet: Facet<InstanceState, HeardEvent> = {
  name: 'instance',
  streams: ['instance'],
  events: [instanceAdded, instanceChanged, defaultLanguageSet],
  hears: [defaultOrgSet],
  initial: none,
  evolve(state, event) {
    const next = evolveInstance(state, event)
    if (next.kind === 'none') return next
    return { ...next, changedAt: event.createdAt, sequence: event.sequence }
  },
  rows: instanceRows,
}

function evolveInstance(state: InstanceState, event: Recorded<HeardEvent>): InstanceState {
  if (event.type === instanceAdded.type) {
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
    case instanceChanged.type:
      return { ...state, name: event.payload.name }
    case defaultLanguageSet.type:
      return { ...state, defaultLanguage: event.payload.language }
    case defaultOrgSet.type:
      return { ...state, defaultOrgId: event.payload.orgId }
  }
}

/** A host name of an instance; a generated one cannot be removed. */
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

/** The hosts that lead to an instance, and further ones that it trusts. */
export const instanceDomainsFacet: Facet<InstanceDomainsState, DomainEvent> = {
  name: 'instanceDomains',
  streams: ['instance'],
  events: [domainAdded, primaryDomainSet, domainRemoved, trustedDomainAdded, trustedDomainRemoved],
  initial: { domains: {}, trusted: {} },
  evolve(state, event) {
    const { createdAt, sequence } = event
    switch (event.type) {
      case domainAdded.type: {
        const { domain, generated } = event.payload
        return {
          ...state,
          domains: { ...state.domains, [domain]: { primary: false, generated, createdAt, sequence } },
        }
      }
      case primaryDomainSet.type: {
        const domains = Object.entries(state.domains).map(([name, domain]) => [
          name,
          { ...domain, primary: name === event.payload.domain },
        ])
        return { ...state, domains: Object.fromEntries(domains) }
      }
      case domainRemoved.type: {
        const { [event.payload.domain]: _, ...domains } = state.domains
        return { ...state, domains }
      }
      case trustedDomainAdded.type:
        return { ...state, trusted: { ...state.trusted, [event.payload.domain]: { createdAt, sequence } } }
      case trustedDomainRemoved.type: {
        const { [event.payload.domain]: _, ...trusted } = state.trusted
        return { ...state, trusted }
      }
    }
  },
  rows: instanceDomainRows,
}

/** `firstInstanceId` is '' until the first instance exists. */
export type SystemState = { readonly firstInstanceId: string }

/** The database's own history, outside all instances. */
export const systemFacet: Facet<SystemState, SystemEvent> = {
  name: 'system',
  streams: ['system'],
  events: [firstInstanceAdded, instanceRemoved],
  initial: { firstInstanceId: '' },
  evolve(state, event) {
    switch (event.type) {
      case firstInstanceAdded.type:
        return { firstInstanceId: event.payload.instanceId }
      case instanceRemoved.type:
        return state
    }
  },
}
