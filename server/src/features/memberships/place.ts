import type { Level } from '../../access/level.ts'
import { grantMemberEvents, type MemberEvent, memberEvents } from './events.ts'

/** Where a user is a member. */
export type Place =
  | { readonly level: Level | 'project' }
  | { readonly level: 'project_grant'; readonly grantId: string }

/** The events of the members of one place. */
interface PlaceEvents {
  added(member: { readonly userId: string; readonly roles: string[] }): MemberEvent
  changed(member: { readonly userId: string; readonly roles: string[] }): MemberEvent
  removed(member: { readonly userId: string }): MemberEvent
  cascadeRemoved(member: { readonly userId: string }): MemberEvent
}

/** Returns the events of a place; those of a grant name it. */
export function eventsAt(place: Place): PlaceEvents {
  if (place.level !== 'project_grant') return memberEvents[place.level]
  const { grantId } = place
  return {
    added: (member) => grantMemberEvents.added({ grantId, ...member }),
    changed: (member) => grantMemberEvents.changed({ grantId, ...member }),
    removed: (member) => grantMemberEvents.removed({ grantId, ...member }),
    cascadeRemoved: (member) => grantMemberEvents.cascadeRemoved({ grantId, ...member }),
  }
}
