import type { MessageInitShape } from '@bufbuild/protobuf'
import { AccessTokenType, Gender, type UserSchema, UserState } from '@zitadel/proto/zitadel/user_pb.js'
import type { Call } from '../../../access/call.ts'
import { readDetails, timestamp } from '../../../contract/details.ts'
import type { UserStatus } from '../../users/index.ts'
import { avatarUrl, loginNames, statusAt, type UserRow, userStanding, wordsByNumber } from './userRow.ts'

const states = {
  active: UserState.ACTIVE,
  inactive: UserState.INACTIVE,
  locked: UserState.LOCKED,
  initial: UserState.INITIAL,
} as const satisfies Record<UserStatus, UserState>

const genders = {
  unspecified: Gender.UNSPECIFIED,
  female: Gender.FEMALE,
  male: Gender.MALE,
  diverse: Gender.DIVERSE,
} as const satisfies Record<UserRow['gender'], Gender>

/** Our word for each `zitadel.user.v1.UserState` that a living user can have. */
export const statesV1: Readonly<Record<number, UserStatus>> = wordsByNumber(states)

type Asked = Pick<Call, 'now' | 'origin'>

/** `zitadel.user.v1.User` as it is at this instant. */
export function userV1(row: UserRow, call: Asked): MessageInitShape<typeof UserSchema> {
  const names = loginNames(row)
  return {
    id: row.user_id,
    details: readDetails(userStanding(row)),
    state: states[statusAt(row, call.now)],
    userName: row.username,
    loginNames: [...names.all],
    preferredLoginName: names.preferred,
    type:
      row.kind === 'human'
        ? { case: 'human', value: human(row, call) }
        : { case: 'machine', value: machine(row) },
  }
}

/** `GetHumanProfile` and `GetMyProfile`. */
export function profileReply(row: UserRow, call: Asked) {
  return { details: readDetails(userStanding(row)), profile: profile(row, call) }
}

/** `GetHumanEmail` and `GetMyEmail`. */
export function emailReply(row: UserRow) {
  return { details: readDetails(userStanding(row)), email: email(row) }
}

/** `GetHumanPhone` and `GetMyPhone`; without a number an empty one. */
export function phoneReply(row: UserRow) {
  return { details: readDetails(userStanding(row)), phone: phone(row) }
}

function human(row: UserRow, call: Asked) {
  const { password_changed_at } = row
  return {
    profile: profile(row, call),
    email: email(row),
    phone: phone(row),
    ...(password_changed_at !== null && { passwordChanged: timestamp(password_changed_at) }),
  }
}

function profile(row: UserRow, call: Asked) {
  return {
    firstName: row.given_name,
    lastName: row.family_name,
    nickName: row.nick_name,
    displayName: row.display_name,
    preferredLanguage: row.preferred_language,
    gender: genders[row.gender],
    avatarUrl: avatarUrl(row, call),
  }
}

function email(row: UserRow) {
  return { email: row.email, isEmailVerified: row.email_verified }
}

function phone(row: UserRow) {
  return { phone: row.phone, isPhoneVerified: row.phone_verified }
}

function machine(row: UserRow) {
  return {
    name: row.display_name,
    description: row.description,
    hasSecret: row.has_secret,
    accessTokenType: row.access_token_type === 'jwt' ? AccessTokenType.JWT : AccessTokenType.BEARER,
  }
}
