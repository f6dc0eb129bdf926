import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { grantAdded, grantRemoved, projectAdded, projectRemoved } from '../projects/events.ts'
import { grantMemberEvents, memberEvents } from './events.ts'
import type { Place } from './place.ts'
import { projectMembershipRows } from './rows.ts'
import { type Member, type MembersState, memberOf } from './state.ts'

type Members = { readonly [userId: string]: Member }

/** The members of a project, and those of each of its grants; `none` if the project does not exist. */
export type ProjectMembersState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'open'
      readonly members: Members
      readonly grants: { readonly [grantId: string]: { readonly orgId: string; readonly members: Members } }
    }

const initial: ProjectMembersState = { kind: 'none' }
const { project } = memberEvents
const grant = grantMemberEvents

type HeardEvent = EventOf<
  typeof projectAdded | typeof projectRemoved | typeof grantAdded | typeof grantRemoved
>
type ProjectMemberEvent = EventOf<typeof project> | EventOf<typeof grant>

/** The members of a project and of its grants. */
export const projectMembersFacet: Facet<ProjectMembersState, ProjectMemberEvent | HeardEvent> = {
  name: 'projectMembers',
  streams: ['project'],
  events: [...Object.values(project), ...Object.values(grant)],
  hears: [projectAdded, projectRemoved, grantAdded, grantRemoved],
  initial,
  evolve(state, event) {
    if (event.type === projectAdded.type) return { kind: 'open', members: {}, grants: {} }
    if (event.type === projectRemoved.type) return initial
    if (state.kind === 'none') return state
    switch (event.type) {
      case grantAdded.type: {
        const { grantId, grantedOrgId: orgId } = event.payload
        return { ...state, grants: { ...state.grants, [grantId]: { orgId, members: {} } } }
      }
      case grantRemoved.type: {
        const { [event.payload.grantId]: _, ...grants } = state.grants
        return { ...state, grants }
      }
      case project.added.type:
      case project.changed.type:
      case project.removed.type:
      case project.cascadeRemoved.type:
        return { ...state, members: membersAfter(state.members, event) }
      default: {
        const { grantId } = event.payload
        const found = Object.hasOwn(state.grants, grantId) ? state.grants[grantId] : undefined
        if (found === undefined) return state
        const members = membersAfter(found.members, event)
        return { ...state, grants: { ...state.grants, [grantId]: { ...found, members } } }
      }
    }
  },
  rows: projectMembershipRows,
}

function membersAfter(members: Members, event: Recorded<ProjectMemberEvent>): Members {
  const { userId } = event.payload
  if (!('roles' in event.payload)) {
    const { [userId]: _, ...rest } = members
    return rest
  }
  const before = memberOf({ kind: 'open', members }, userId)
  const { createdAt, sequence } = event
  const { roles } = event.payload
  return {
    ...members,
    [userId]: { roles, createdAt: before?.createdAt ?? createdAt, changedAt: createdAt, sequence },
  }
}

/** The members of the project or of one of its grants; `none` if that does not exist. */
export function membersAt(state: ProjectMembersState, place: Place): MembersState {
  if (state.kind === 'none') return initial
  if (place.level !== 'project_grant') return { kind: 'open', members: state.members }
  const { grantId } = place
  const members = Object.hasOwn(state.grants, grantId) ? state.grants[grantId]?.members : undefined
  return members === undefined ? initial : { kind: 'open', members }
}

/** The organization that has a grant of the project; undefined without such a grant. */
export function granteeOf(state: ProjectMembersState, grantId: string): string | undefined {
  return state.kind === 'open' && Object.hasOwn(state.grants, grantId)
    ? state.grants[grantId]?.orgId
    : undefined
}

/** All members of a project and of its grants with the length of their roles, for `projectMemberBounds`. */
export function memberSizes(
  state: ProjectMembersState,
): readonly (readonly [userId: string, bytes: number])[] {
  if (state.kind === 'none') return []
  return [state.members, ...Object.values(state.grants).map(({ members }) => members)].flatMap((members) =>
    Object.entries(members).map(([id, { roles }]) => [id, Buffer.byteLength(roles.join(','))] as const),
  )
}
