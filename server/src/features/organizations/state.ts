import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  defaultOrgSet,
  domainEvents,
  orgAdded,
  orgChanged,
  orgDeactivated,
  orgReactivated,
  orgRemoved,
} from './events.ts'
import { orgRows } from './rows.ts'

/** An organization. A removed one is `none`; its id may be used again. */
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
const orgEvents = [orgAdded, orgChanged, orgDeactivated, orgReactivated, orgRemoved]
const { primarySet } = domainEvents

type OrgEvent = EventOf<typeof orgEvents | typeof primarySet>

/** An organization's name, status and primary domain. */
export const orgFacet: Facet<OrgState, OrgEvent> = {
  name: 'org',
  streams: ['org'],
  events: orgEvents,
  hears: [primarySet],
  initial: none,
  evolve(state, event) {
    const next = evolveOrg(state, event)
    if (next.kind === 'none') return next
    const { createdAt, sequence } = event
    return { ...next, changedAt: createdAt, sequence }
  },
  rows: orgRows,
}

function evolveOrg(state: OrgState, event: Recorded<OrgEvent>): OrgState {
  if (event.type === orgAdded.type) {
    const { payload, createdAt, sequence } = event
    return {
      kind: 'org',
      name: payload.name,
      status: 'active',
      primaryDomain: '',
      createdAt,
      changedAt: createdAt,
      sequence,
    }
  }
  if (state.kind === 'none') return state
  switch (event.type) {
    case orgChanged.type:
      return { ...state, name: event.payload.name }
    case orgDeactivated.type:
      return { ...state, status: 'inactive' }
    case orgReactivated.type:
      return { ...state, status: 'active' }
    case primarySet.type:
      return { ...state, primaryDomain: event.payload.domain }
    case orgRemoved.type:
      return none
  }
}

/** The default organization of an instance; '' while it has none. */
export type DefaultOrgState = { readonly orgId: string }

/** The organization of requests that name none. */
export const defaultOrgFacet: Facet<DefaultOrgState, EventOf<typeof defaultOrgSet>> = {
  name: 'defaultOrg',
  streams: ['instance'],
  events: [defaultOrgSet],
  initial: { orgId: '' },
  evolve: (_, event) => ({ orgId: event.payload.orgId }),
}
