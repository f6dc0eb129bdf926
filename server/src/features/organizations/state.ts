import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type DefaultOrgEvent, defaultOrgEvents, type OrgEvent, orgEvents } from './events.ts'
import { orgRows } from './rows.ts'

/** An organization; a removed one is `none`, its id may be used again. */
export type OrgState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'org'
      readonly name: string
      readonly status: 'active' | 'inactive'
      /** '' while no domain is primary. */
      readonly primaryDomain: string
      readonly createdAt: string
      readonly changedAt: string
      readonly sequence: number
    }

const none: OrgState = { kind: 'none' }

/** What an organization is called and whether it is in use. */
export const orgFacet: Facet<OrgState> = {
  name: 'org',
  streams: ['org'],
  events: orgEvents,
  initial: none,
  evolve(state, event) {
    const next = evolveOrg(state, event)
    if (next === state || next.kind === 'none') return next
    return { ...next, changedAt: event.createdAt, sequence: event.sequence }
  },
  rows: orgRows,
}

function evolveOrg(state: OrgState, recorded: Recorded): OrgState {
  const event = recorded as Recorded<OrgEvent>
  if (event.type === 'org.added') {
    const { createdAt, sequence } = event
    return {
      kind: 'org',
      name: event.payload.name,
      status: 'active',
      primaryDomain: '',
      createdAt,
      changedAt: createdAt,
      sequence,
    }
  }
  if (state.kind === 'none') return state
  switch (event.type) {
    case 'org.changed':
      return { ...state, name: event.payload.name }
    case 'org.deactivated':
      return { ...state, status: 'inactive' }
    case 'org.reactivated':
      return { ...state, status: 'active' }
    case 'org.removed':
      return none
  }
  return recorded.type === 'org.domain.primary.set'
    ? { ...state, primaryDomain: String(recorded.payload['domain']) }
    : state
}

/** The default organization of an instance; '' while it has none. */
export type DefaultOrgState = { readonly orgId: string }

/** Which organization an instance falls back to. */
export const defaultOrgFacet: Facet<DefaultOrgState> = {
  name: 'defaultOrg',
  streams: ['instance'],
  events: defaultOrgEvents,
  initial: { orgId: '' },
  evolve(state, recorded) {
    const event = recorded as Recorded<DefaultOrgEvent>
    return event.type === 'instance.default.org.set' ? { orgId: event.payload.orgId } : state
  },
}
