import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'
import type { EventOf } from '../../kernel/facet.ts'

/** ISO 8601 instants and addresses are checked at the edge; payloads only fix their shape. */
const gender = z.enum(['unspecified', 'female', 'male', 'diverse'])
const profile = {
  givenName: z.string(),
  familyName: z.string(),
  nickName: z.string(),
  displayName: z.string(),
  language: z.string(),
  gender,
}
/** '' when a username is unique in the instance, else the organization inside which it is. */
const scope = z.string()
const nothing = z.strictObject({})
const contactCode = z.strictObject({
  secretId: z.string(),
  expiresAt: z.string(),
  /** True when the code was handed to the caller, so that nothing is sent. */
  returned: z.boolean(),
  urlTemplate: z.string().optional(),
})

export const humanAdded = defineEvent(
  'user.human.added',
  z.strictObject({
    username: z.string(),
    scope,
    ...profile,
    email: z.string(),
    phone: z.string().optional(),
  }),
)
export const machineAdded = defineEvent(
  'user.machine.added',
  z.strictObject({
    username: z.string(),
    scope,
    name: z.string(),
    description: z.string(),
    accessTokenType: z.enum(['bearer', 'jwt']),
  }),
)
export const domainClaimed = defineEvent(
  'user.domain.claimed',
  z.strictObject({ username: z.string(), scope }),
)
export const emailVerified = defineEvent('user.human.email.verified', nothing)
export const phoneVerified = defineEvent('user.human.phone.verified', nothing)
export const phoneRemoved = defineEvent('user.human.phone.removed', nothing)
export const userUnlocked = defineEvent('user.unlocked', nothing)
export const userDeactivated = defineEvent('user.deactivated', nothing)
export const userRemoved = defineEvent('user.removed', nothing)
export const userLocked = defineEvent(
  'user.locked',
  z.strictObject({
    /** True when failed attempts caused it: such a lock ends by itself at `until` and ends no session. */
    automatic: z.boolean(),
    until: z.string().nullable(),
  }),
)

/** Everything that happens to a user as a person or a machine, except credentials and factors. */
export const userEvents = {
  [humanAdded.type]: humanAdded.payload,
  [machineAdded.type]: machineAdded.payload,
  'user.machine.changed': z.strictObject({
    name: z.string(),
    description: z.string(),
    accessTokenType: z.enum(['bearer', 'jwt']),
  }),
  'user.username.changed': z.strictObject({ username: z.string(), scope }),
  [domainClaimed.type]: domainClaimed.payload,
  'user.human.profile.changed': z.strictObject(profile),
  'user.human.email.changed': z.strictObject({ email: z.string() }),
  [emailVerified.type]: emailVerified.payload,
  'user.human.email.code.added': contactCode,
  'user.human.email.code.sent': nothing,
  'user.human.email.verification.failed': nothing,
  'user.human.phone.changed': z.strictObject({ phone: z.string() }),
  [phoneVerified.type]: phoneVerified.payload,
  [phoneRemoved.type]: phoneRemoved.payload,
  'user.human.phone.code.added': contactCode,
  'user.human.phone.code.sent': nothing,
  'user.human.phone.verification.failed': nothing,
  'user.human.initialization.code.added': contactCode,
  'user.human.initialization.code.sent': nothing,
  'user.human.initialization.check.succeeded': nothing,
  'user.human.initialization.check.failed': nothing,
  'user.human.invite.code.added': contactCode.extend({ applicationName: z.string().optional() }),
  'user.human.invite.code.sent': nothing,
  'user.human.invite.check.succeeded': nothing,
  'user.human.invite.check.failed': nothing,
  'user.human.avatar.added': z.strictObject({
    /** Names the picture among the user's; a new one for each upload, so that addresses can be cached for good. */
    storeKey: z.string(),
    contentType: z.string(),
  }),
  'user.human.avatar.removed': nothing,
  [userLocked.type]: userLocked.payload,
  [userUnlocked.type]: userUnlocked.payload,
  [userDeactivated.type]: userDeactivated.payload,
  'user.reactivated': nothing,
  [userRemoved.type]: userRemoved.payload,
}

export type UserEvent = EventOf<typeof userEvents>
