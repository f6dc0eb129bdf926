import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  AccessTokenType,
  Gender,
  type UserSchema,
  UserState,
} from '@zitadel/proto/zitadel/user/v2/user_pb.js'
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

/** Our word for each `zitadel.user.v2.UserState` that a living user can have. */
export const statesV2: Readonly<Record<number, UserStatus>> = wordsByNumber(states)

type Asked = Pick<Call, 'now' | 'origin'>

/** `zitadel.user.v2.User` as it is at this instant. */
export function userV2(row: UserRow, call: Asked): MessageInitShape<typeof UserSchema> {
  const names = loginNames(row)
  return {
    userId: row.user_id,
    details: readDetails(userStanding(row)),
    state: states[statusAt(row, call.now)],
    username: row.username,
    loginNames: [...names.all],
    preferredLoginName: names.preferred,
    type:
      row.kind === 'human'
        ? { case: 'human', value: human(row, call) }
        : { case: 'machine', value: machine(row) },
  }
}

function human(row: UserRow, call: Asked) {
  return {
    profile: {
      givenName: row.given_name,
      familyName: row.family_name,
      nickName: row.nick_name,
      displayName: row.display_name,
      preferredLanguage: row.preferred_language,
      gender: genders[row.gender],
      avatarUrl: avatarUrl(row, call),
    },
    email: { email: row.email, isVerified: row.email_verified },
    phone: { phone: row.phone, isVerified: row.phone_verified },
    passwordChangeRequired: row.password_change_required,
    ...(row.password_changed_at !== null && { passwordChanged: timestamp(row.password_changed_at) }),
    ...(row.skipped_at !== null && { mfaInitSkipped: timestamp(row.skipped_at) }),
  }
}

function machine(row: UserRow) {
  return {
    name: row.display_name,
    description: row.description,
    hasSecret: row.has_secret,
    accessTokenType: row.access_token_type === 'jwt' ? AccessTokenType.JWT : AccessTokenType.BEARER,
  }
}
