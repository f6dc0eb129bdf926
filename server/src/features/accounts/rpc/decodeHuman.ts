import type { SetHumanEmail } from '@zitadel/proto/zitadel/user/v2/email_pb.js'
import type { HashedPassword, Password, SetPassword } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import type { SetHumanPhone } from '@zitadel/proto/zitadel/user/v2/phone_pb.js'
import { Gender, type SetHumanProfile } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import type {
  AddHumanUserRequest,
  CreateUserRequest_Human,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { decodeProof, type NewPassword, type PasswordChange } from '../../passwords/index.ts'
import type { Profile } from '../../users/index.ts'
import type { HumanInput } from '../prepareHuman.ts'

const genders = {
  [Gender.UNSPECIFIED]: 'unspecified',
  [Gender.FEMALE]: 'female',
  [Gender.MALE]: 'male',
  [Gender.DIVERSE]: 'diverse',
} as const satisfies Record<Gender, Profile['gender']>

/** The contract's gender in our words; the same numbers in every generation. */
export function decodeGender(gender: number | undefined): Profile['gender'] {
  return genders[(gender ?? 0) as Gender] ?? 'unspecified'
}

/** The profile of v2 messages; an unset language reads back as `und`. */
function decodeProfile(profile: SetHumanProfile | undefined): HumanInput['profile'] {
  return {
    givenName: profile?.givenName ?? '',
    familyName: profile?.familyName ?? '',
    nickName: profile?.nickName ?? '',
    ...(profile?.displayName && { displayName: profile.displayName }),
    language: profile?.preferredLanguage || 'und',
    gender: decodeGender(profile?.gender),
  }
}

/** The e-mail of v2 messages. */
function decodeEmail(email: SetHumanEmail | undefined): HumanInput['email'] {
  return { address: email?.email ?? '', verification: verificationOf(email?.verification) }
}

/** The phone of v2 messages; an empty number is none. */
function decodePhone(phone: SetHumanPhone | undefined): HumanInput['phone'] {
  return phone?.phone ? { number: phone.phone, verification: verificationOf(phone.verification) } : undefined
}

/** The oneof `verification`; nothing set means that a code is sent. */
export function verificationOf(
  verification:
    | {
        readonly case: 'sendCode'
        readonly value: { readonly $typeName: string; readonly urlTemplate?: string }
      }
    | { readonly case: 'returnCode'; readonly value: unknown }
    | { readonly case: 'isVerified'; readonly value: boolean }
    | { readonly case: undefined; readonly value?: undefined }
    | undefined,
): HumanInput['email']['verification'] {
  switch (verification?.case) {
    case 'sendCode':
      return { case: 'sendCode', value: verification.value }
    case 'returnCode':
      return { case: 'returnCode' }
    case 'isVerified':
      return { case: 'isVerified', value: verification.value }
    default:
      return { case: undefined }
  }
}

/** The oneof `password_type` of v2 messages. */
function decodePassword(
  password:
    | { readonly case: 'password'; readonly value: Password }
    | { readonly case: 'hashedPassword'; readonly value: HashedPassword }
    | { readonly case: undefined; readonly value?: undefined },
): NewPassword | undefined {
  if (password.case === undefined) return undefined
  const { changeRequired } = password.value
  return password.case === 'password'
    ? { kind: 'plain', password: password.value.password, changeRequired }
    : { kind: 'hash', hash: password.value.hash, changeRequired }
}

/** What the creation messages of v2 share. */
export function decodeHuman(
  human: AddHumanUserRequest | CreateUserRequest_Human,
): Omit<HumanInput, 'userId' | 'username'> {
  return {
    profile: decodeProfile(human.profile),
    email: decodeEmail(human.email),
    phone: decodePhone(human.phone),
    password: decodePassword(human.passwordType),
    metadata: human.metadata,
    idpLinks: human.idpLinks,
    totpSecret: human.totpSecret,
  }
}

/** A password in an update, with what entitles the caller to it; undefined when no password is given. */
export function decodePasswordChange(change: SetPassword): PasswordChange | undefined {
  const next = decodePassword(change.passwordType)
  return next && { next, proof: decodeProof(change.verification) }
}
