import type { MessageInitShape } from '@bufbuild/protobuf'
import { GetUserByIDResponseSchema } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { UserState as StateV1, UserSchema as UserV1 } from '@sallyport/contract/zitadel/user_pb.js'
import { UserState as StateV2, UserSchema as UserV2 } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import type { Call } from '../../../access/call.ts'
import { readDetails, rowDetails, type Standing, timestamp } from '../../../contract/details.ts'
import type { LoginNames, UserStatus } from '../../users/index.ts'
import { avatarUrl } from '../avatarUrl.ts'
import type { MetadataRow, UserRow } from '../queries.ts'
import { encodeOnce } from './encodeOnce.ts'

const numbersV1 = {
  active: StateV1.ACTIVE,
  inactive: StateV1.INACTIVE,
  locked: StateV1.LOCKED,
  initial: StateV1.INITIAL,
} as const satisfies Record<UserStatus, StateV1>

const numbersV2 = {
  active: StateV2.ACTIVE,
  inactive: StateV2.INACTIVE,
  locked: StateV2.LOCKED,
  initial: StateV2.INITIAL,
} as const satisfies Record<UserStatus, StateV2>

/** The statuses by `zitadel.user.v1.UserState`. */
export const statesV1 = statusByNumber(numbersV1)
/** The statuses by `zitadel.user.v2.UserState`. */
export const statesV2 = statusByNumber(numbersV2)

function statusByNumber(numbers: Readonly<Record<UserStatus, number>>): Readonly<Record<number, UserStatus>> {
  return Object.fromEntries(Object.entries(numbers).map(([status, number]) => [number, status as UserStatus]))
}

/** `Gender` and `AccessTokenType`, the same numbers in every generation. */
const genders = { unspecified: 0, female: 1, male: 2, diverse: 3 } as const
const tokenTypes = { bearer: 0, jwt: 1 } as const

type Context = Pick<Call, 'now' | 'origin'>

/** Encodes `zitadel.user.v1.User` as of this instant. */
export const userV1 = encodeOnce(UserV1, initV1)
/** Encodes `zitadel.user.v2.User` as of this instant. */
export const userV2 = encodeOnce(UserV2, initV2)
/** Encodes the reply of `zitadel.user.v2.UserService/GetUserByID`. */
export const userReplyV2 = encodeOnce(GetUserByIDResponseSchema, (row, call) => {
  const user = userV2(row, call)
  return { ...(user.details && { details: user.details }), user }
})

function initV1(row: UserRow, call: Context): MessageInitShape<typeof UserV1> {
  const human = () => ({
    profile: profileV1(row, call),
    email: emailV1(row),
    phone: phoneV1(row),
    ...(row.password_changed_at !== null && { passwordChanged: timestamp(row.password_changed_at) }),
  })
  const { username: userName, ...common } = commonParts(row)
  return {
    ...common,
    userName,
    id: row.user_id,
    state: numbersV1[statusAt(row, call.now)],
    type: typeOf(row, human),
  }
}

function initV2(row: UserRow, call: Context): MessageInitShape<typeof UserV2> {
  const human = () => ({
    profile: {
      givenName: row.given_name,
      familyName: row.family_name,
      ...commonProfile(row, call),
    },
    email: { email: row.email, isVerified: row.email_verified },
    phone: { phone: row.phone, isVerified: row.phone_verified },
    passwordChangeRequired: row.password_change_required,
    ...(row.password_changed_at !== null && { passwordChanged: timestamp(row.password_changed_at) }),
    ...(row.skipped_at !== null && { mfaInitSkipped: timestamp(row.skipped_at) }),
  })
  const state = numbersV2[statusAt(row, call.now)]
  return { ...commonParts(row), userId: row.user_id, state, type: typeOf(row, human) }
}

function commonParts(row: UserRow) {
  const { preferred, all } = loginNames(row)
  return {
    details: readDetails(userStanding(row)),
    username: row.username,
    loginNames: [...all],
    preferredLoginName: preferred,
  }
}

function typeOf<Human>(row: UserRow, human: () => Human) {
  if (row.kind === 'human') return { case: 'human', value: human() } as const
  const { display_name: name, description, has_secret: hasSecret, access_token_type } = row
  const accessTokenType = tokenTypes[access_token_type]
  return { case: 'machine', value: { name, description, hasSecret, accessTokenType } } as const
}

/** Encodes the reply of `GetHumanProfile` and `GetMyProfile`. */
export function profileReply(row: UserRow, call: Context) {
  return { details: readDetails(userStanding(row)), profile: profileV1(row, call) }
}

/** Encodes the reply of `GetHumanEmail` and `GetMyEmail`. */
export function emailReply(row: UserRow) {
  return { details: readDetails(userStanding(row)), email: emailV1(row) }
}

/** Encodes the reply of `GetHumanPhone` and `GetMyPhone`; without a number the phone is empty. */
export function phoneReply(row: UserRow) {
  return { details: readDetails(userStanding(row)), phone: phoneV1(row) }
}

function profileV1(row: UserRow, call: Context) {
  return { firstName: row.given_name, lastName: row.family_name, ...commonProfile(row, call) }
}

function commonProfile(row: UserRow, { origin }: Context) {
  return {
    nickName: row.nick_name,
    displayName: row.display_name,
    preferredLanguage: row.preferred_language,
    gender: genders[row.gender],
    avatarUrl: avatarUrl(origin, { orgId: row.org_id, userId: row.user_id, key: row.avatar_key }),
  }
}

function emailV1(row: UserRow) {
  return { email: row.email, isEmailVerified: row.email_verified }
}

function phoneV1(row: UserRow) {
  return { phone: row.phone, isPhoneVerified: row.phone_verified }
}

/** Returns the login names in ascending order; the preferred one has the primary domain. */
export function loginNames({ username, domains }: UserRow): LoginNames {
  if (domains === null) return { preferred: username, all: [username] }
  const primary = domains.find((domain) => domain.primary) ?? domains[0]
  const all = domains.map(({ name }) => `${username}@${name}`).sort()
  return { preferred: primary === undefined ? username : `${username}@${primary.name}`, all }
}

/** Returns the status at this instant; an automatic lock ends by itself. */
export function statusAt({ status, locked_until }: UserRow, now: Date): UserStatus {
  const over = locked_until !== null && new Date(locked_until) <= now
  return status === 'locked' && over ? 'active' : status
}

/** Returns the position of a user for its details. */
function userStanding({ changed, created_at, org_id }: UserRow): Standing {
  return { sequence: changed.sequence, createdAt: created_at, changedAt: changed.at, owner: org_id }
}

/** Encodes `zitadel.metadata.v1.Metadata`. */
export function metadataV1(row: MetadataRow) {
  return { key: row.key, value: row.value, details: rowDetails(row, row.org_id) }
}

/** Encodes `zitadel.metadata.v2.Metadata`. */
export function metadataV2({ key, value, created_at, changed_at }: MetadataRow) {
  return { key, value, creationDate: timestamp(created_at), changeDate: timestamp(changed_at) }
}
