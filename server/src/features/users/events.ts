import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'

// Instants are ISO 8601. They and addresses are checked at the edge; payloads only fix their shape.
const nothing = z.strictObject({})
const profile = z.strictObject({
  givenName: z.string(),
  familyName: z.string(),
  nickName: z.string(),
  displayName: z.string(),
  language: z.string(),
  gender: z.enum(['unspecified', 'female', 'male', 'diverse']),
})
const username = z.strictObject({
  username: z.string(),
  /** '' if the username is unique in the instance, else the organization inside which it is. */
  scope: z.string(),
})
const machine = z.strictObject({
  name: z.string(),
  description: z.string(),
  accessTokenType: z.enum(['bearer', 'jwt']),
})
/** The code's plain text is a sealed secret. */
const code = z.strictObject({
  secretId: z.string(),
  expiresAt: z.string(),
  /** True if the caller received the code, so that nothing is sent. */
  returned: z.boolean(),
  urlTemplate: z.string().optional(),
})

export const humanAdded = defineEvent(
  'user.human.added',
  z.strictObject({
    ...username.shape,
    ...profile.shape,
    email: z.string(),
    phone: z.string().optional(),
  }),
)
export const machineAdded = defineEvent(
  'user.machine.added',
  z.strictObject({ ...username.shape, ...machine.shape }),
)
export const machineChanged = defineEvent('user.machine.changed', machine)
export const usernameChanged = defineEvent('user.username.changed', username)
/** Another organization verified the domain of this user's name, so the user got another name. */
export const domainClaimed = defineEvent('user.domain.claimed', username)
export const profileChanged = defineEvent('user.human.profile.changed', profile)

export const emailChanged = defineEvent('user.human.email.changed', z.strictObject({ email: z.string() }))
export const emailVerified = defineEvent('user.human.email.verified', nothing)
export const emailCodeAdded = defineEvent('user.human.email.code.added', code)
export const emailCodeSent = defineEvent('user.human.email.code.sent', nothing)
export const emailVerificationFailed = defineEvent('user.human.email.verification.failed', nothing)

export const phoneChanged = defineEvent('user.human.phone.changed', z.strictObject({ phone: z.string() }))
export const phoneVerified = defineEvent('user.human.phone.verified', nothing)
export const phoneRemoved = defineEvent('user.human.phone.removed', nothing)
export const phoneCodeAdded = defineEvent('user.human.phone.code.added', code)
export const phoneCodeSent = defineEvent('user.human.phone.code.sent', nothing)
export const phoneVerificationFailed = defineEvent('user.human.phone.verification.failed', nothing)

export const initializationCodeAdded = defineEvent('user.human.initialization.code.added', code)
export const initializationCodeSent = defineEvent('user.human.initialization.code.sent', nothing)
export const initializationSucceeded = defineEvent('user.human.initialization.check.succeeded', nothing)
export const initializationFailed = defineEvent('user.human.initialization.check.failed', nothing)

export const inviteCodeAdded = defineEvent(
  'user.human.invite.code.added',
  code.extend({ applicationName: z.string().optional() }),
)
export const inviteCodeSent = defineEvent('user.human.invite.code.sent', nothing)
export const inviteSucceeded = defineEvent('user.human.invite.check.succeeded', nothing)
export const inviteFailed = defineEvent('user.human.invite.check.failed', nothing)

export const avatarAdded = defineEvent(
  'user.human.avatar.added',
  z.strictObject({
    /** Names the picture among the user's; a new one for each upload, so that addresses can be cached for good. */
    storeKey: z.string(),
    contentType: z.string(),
  }),
)
export const avatarRemoved = defineEvent('user.human.avatar.removed', nothing)

/** Values are base64. */
export const userMetadataSet = defineEvent(
  'user.metadata.set',
  z.strictObject({ key: z.string(), value: z.string() }),
)
export const userMetadataRemoved = defineEvent('user.metadata.removed', z.strictObject({ key: z.string() }))

export const userLocked = defineEvent(
  'user.locked',
  z.strictObject({
    /** True if failed attempts caused it: such a lock ends by itself at `until` and ends no session. */
    automatic: z.boolean(),
    /** Null only for an administrator's lock, which ends access; an automatic one without release ends at `neverReleased`. */
    until: z.string().nullable(),
  }),
)
/** The end of an automatic lock that only an administrator ends. */
export const neverReleased = '9999-12-31T23:59:59.999Z'
export const userUnlocked = defineEvent(
  'user.unlocked',
  z.strictObject({
    /** True for the end of an overdue automatic lock, false for an administrator's act; revision 1 did not distinguish them. */
    automatic: z.boolean(),
  }),
  { revision: 2, upcasts: [() => ({ automatic: false })] },
)
export const userDeactivated = defineEvent('user.deactivated', nothing)
export const userReactivated = defineEvent('user.reactivated', nothing)
export const userRemoved = defineEvent('user.removed', nothing)

/** The events of proving an address, by channel. */
export const contactEvents = {
  email: { verified: emailVerified, codeAdded: emailCodeAdded, failed: emailVerificationFailed },
  phone: { verified: phoneVerified, codeAdded: phoneCodeAdded, failed: phoneVerificationFailed },
}

/** The events after which a person no longer has an address, by channel: each voids the codes that were issued for it. */
export const addressLost = { email: [emailChanged], phone: [phoneChanged, phoneRemoved] } as const

/** The events of invitations. */
export const inviteEvents = [inviteCodeAdded, inviteCodeSent, inviteSucceeded, inviteFailed] as const

/** Another user fetched a token in this user's name through a client (RFC 8693). */
export const userImpersonated = defineEvent(
  'user.impersonated',
  z.strictObject({ clientId: z.string(), actorId: z.string() }),
)

/** The events after which reads of a user return something else, without those of codes, metadata and credentials. */
export const userEvents = [
  humanAdded,
  machineAdded,
  machineChanged,
  usernameChanged,
  domainClaimed,
  profileChanged,
  emailChanged,
  emailVerified,
  phoneChanged,
  phoneVerified,
  phoneRemoved,
  avatarAdded,
  avatarRemoved,
  userLocked,
  userUnlocked,
  userDeactivated,
  userReactivated,
  userRemoved,
] as const
