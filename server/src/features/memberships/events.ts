import { z } from 'zod'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const userId = z.string()

const eventsOf = <Of extends Level | 'project'>(level: Of) => ({
  added: defineEvent(`${level}.member.added`, z.strictObject({ userId, roles: z.array(z.string()) })),
  changed: defineEvent(`${level}.member.changed`, z.strictObject({ userId, roles: z.array(z.string()) })),
  removed: defineEvent(`${level}.member.removed`, z.strictObject({ userId })),
  /** The membership ended because the user was removed. */
  cascadeRemoved: defineEvent(`${level}.member.cascade.removed`, z.strictObject({ userId })),
})

/** Users gain, change and lose roles on the instance, its organizations and their projects. */
export const memberEvents = {
  instance: eventsOf('instance'),
  org: eventsOf('org'),
  project: eventsOf('project'),
}

const ofGrant = z.strictObject({ grantId: z.string(), userId })
const ofGrantWithRoles = ofGrant.extend({ roles: z.array(z.string()) })

/** The same on a project grant, which is a part of its project. */
export const grantMemberEvents = {
  added: defineEvent('project.grant.member.added', ofGrantWithRoles),
  changed: defineEvent('project.grant.member.changed', ofGrantWithRoles),
  removed: defineEvent('project.grant.member.removed', ofGrant),
  cascadeRemoved: defineEvent('project.grant.member.cascade.removed', ofGrant),
}

export type MemberEvent = EventOf<typeof memberEvents> | EventOf<typeof grantMemberEvents>
