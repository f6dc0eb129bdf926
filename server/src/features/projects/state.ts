import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  grantAdded,
  grantCascadeChanged,
  grantChanged,
  grantDeactivated,
  grantReactivated,
  grantRemoved,
  iamProjectSet,
  type ProjectEvent,
  type ProjectSettings,
  projectAdded,
  projectChanged,
  projectDeactivated,
  projectEvents,
  projectReactivated,
  projectRemoved,
  roleAdded,
  roleChanged,
  roleRemoved,
} from './events.ts'
import { iamProjectRows, projectRows } from './rows.ts'

/** When a part of a project was added and last changed. */
type Dated = {
  /** The sequence of the event that added it: what was decided before does not apply to it. */
  readonly addedSequence: number
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** A role of a project. */
export type ProjectRole = Dated & { readonly displayName: string; readonly group: string }

/** A grant of the project to another organization, whose administrators may authorize users with these roles. */
export type ProjectGrant = Dated & {
  readonly grantedOrgId: string
  readonly roleKeys: readonly string[]
  readonly status: 'active' | 'inactive'
  /** ISO 8601; absent if it has been in force since it was added. */
  readonly reactivatedAt?: string
}

/** A project that exists. */
export type Project = Dated & {
  readonly kind: 'project'
  readonly status: 'active' | 'inactive'
  readonly settings: ProjectSettings
  /** Since when the project accepts metadata documents (ISO 8601); absent if it does not. */
  readonly documentsSince?: string
  /** By key. */
  readonly roles: { readonly [key: string]: ProjectRole }
  /** By id. */
  readonly grants: { readonly [grantId: string]: ProjectGrant }
}

/** A project. A removed one is `none`; its id may be used again. */
export type ProjectState = { readonly kind: 'none' } | Project

const none: ProjectState = { kind: 'none' }

/** A project with its roles and grants. */
export const projectFacet: Facet<ProjectState, ProjectEvent> = {
  name: 'project',
  streams: ['project'],
  events: projectEvents,
  revision: 3,
  initial: none,
  evolve(state, event) {
    if (event.type === projectAdded.type) return addedProject(event)
    if (state.kind === 'none') return state
    switch (event.type) {
      case projectChanged.type:
        return {
          ...withoutDocuments(state),
          ...changed(event),
          settings: event.payload,
          ...documentsSince(event, state.documentsSince),
        }
      case projectDeactivated.type:
        return { ...state, ...changed(event), status: 'inactive' }
      case projectReactivated.type:
        return { ...state, ...changed(event), status: 'active' }
      case projectRemoved.type:
        return none
      case roleAdded.type:
      case roleChanged.type:
      case roleRemoved.type:
        return { ...state, roles: rolesAfter(state.roles, event) }
      default:
        return { ...state, grants: grantsAfter(state.grants, event) }
    }
  },
  rows: projectRows,
}

function addedProject(event: Recorded<EventOf<typeof projectAdded>>): Project {
  return {
    kind: 'project',
    status: 'active',
    settings: event.payload,
    roles: {},
    grants: {},
    ...added(event),
    ...documentsSince(event, undefined),
  }
}

/** A policy that is turned off and on again starts over: tokens of its earlier clients stay dead. */
function documentsSince(
  { payload, createdAt }: Recorded<EventOf<typeof projectAdded | typeof projectChanged>>,
  before: string | undefined,
): Pick<Project, 'documentsSince'> {
  return payload.metadataDocuments === true ? { documentsSince: before ?? createdAt } : {}
}

function withoutDocuments({ documentsSince: _, ...project }: Project): Project {
  return project
}

type RoleEvent = EventOf<typeof roleAdded | typeof roleChanged | typeof roleRemoved>

function rolesAfter(roles: Project['roles'], event: Recorded<RoleEvent>): Project['roles'] {
  if (event.type === roleRemoved.type) return without(roles, event.payload.key)
  const { key, displayName, group } = event.payload
  return { ...roles, [key]: { ...added(event), ...ownOf(roles, key), ...changed(event), displayName, group } }
}

type GrantEvent = EventOf<
  | typeof grantAdded
  | typeof grantChanged
  | typeof grantCascadeChanged
  | typeof grantDeactivated
  | typeof grantReactivated
  | typeof grantRemoved
>

function grantsAfter(grants: Project['grants'], event: Recorded<GrantEvent>): Project['grants'] {
  const { grantId } = event.payload
  if (event.type === grantAdded.type) {
    const { grantedOrgId, roleKeys } = event.payload
    return { ...grants, [grantId]: { grantedOrgId, roleKeys, status: 'active', ...added(event) } }
  }
  const grant = ownOf(grants, grantId)
  if (grant === undefined) return grants
  switch (event.type) {
    case grantChanged.type:
    case grantCascadeChanged.type:
      return { ...grants, [grantId]: { ...grant, ...changed(event), roleKeys: event.payload.roleKeys } }
    case grantDeactivated.type:
      return { ...grants, [grantId]: { ...grant, ...changed(event), status: 'inactive' } }
    case grantReactivated.type:
      return {
        ...grants,
        [grantId]: { ...grant, ...changed(event), status: 'active', reactivatedAt: event.createdAt },
      }
    case grantRemoved.type:
      return without(grants, grantId)
  }
}

function added({ sequence, createdAt }: Recorded): Dated {
  return { addedSequence: sequence, createdAt, changedAt: createdAt, sequence }
}

function changed({ sequence, createdAt }: Recorded) {
  return { changedAt: createdAt, sequence }
}

function without<Entry>(entries: { readonly [key: string]: Entry }, key: string) {
  const { [key]: _, ...rest } = entries
  return rest
}

/** The entry with this key, which may be any text (`constructor`, too). */
export function ownOf<Entry>(entries: { readonly [key: string]: Entry }, key: string): Entry | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined
}

/** The grant of a project to an organization, with its id. */
export function grantTo(
  project: ProjectState,
  grantedOrgId: string,
): readonly [grantId: string, grant: ProjectGrant] | undefined {
  if (project.kind === 'none') return undefined
  return Object.entries(project.grants).find(([, grant]) => grant.grantedOrgId === grantedOrgId)
}

/** The project that stands for the instance's own API; '' until there is one. */
export type IamProjectState = { readonly projectId: string }

/** Names the project that tokens for the instance's own API are meant for. */
export const iamProjectFacet: Facet<IamProjectState, EventOf<typeof iamProjectSet>> = {
  name: 'iamProject',
  streams: ['instance'],
  events: [iamProjectSet],
  initial: { projectId: '' },
  evolve: (_, { payload }) => payload,
  rows: iamProjectRows,
}
