import { z } from 'zod'
import type { EventOf } from '../../kernel/facet.ts'

const roles = z.strictObject({ userId: z.string(), roles: z.array(z.string()) })
const gone = z.strictObject({ userId: z.string() })

/** Who holds which roles on the instance and on its organizations. */
export const membershipEvents = {
  'instance.member.added': roles,
  'instance.member.changed': roles,
  'instance.member.removed': gone,
  'instance.member.cascade.removed': gone,
  'org.member.added': roles,
  'org.member.changed': roles,
  'org.member.removed': gone,
  'org.member.cascade.removed': gone,
}

export type MembershipEvent = EventOf<typeof membershipEvents>

/** The levels at which this feature keeps members; also the first word of their events and their stream's type. */
export type MemberLevel = 'instance' | 'org'
