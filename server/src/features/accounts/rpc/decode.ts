import type {
  AddHumanUserRequest,
  CreateUserRequest_Human,
  UpdateHumanUserRequest,
  UpdateUserRequest_Human,
} from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { SetHumanEmail } from '@zitadel/proto/zitadel/user/v2/email_pb.js'
import type { HashedPassword, Password, SetPassword } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import type { SetHumanPhone } from '@zitadel/proto/zitadel/user/v2/phone_pb.js'
import { AccessTokenType, Gender, type SetHumanProfile } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { type UserId, userId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { decodeProof, type NewPassword, type PasswordChange } from '../../passwords/index.ts'
import type { Machine, MetadataEntry, Profile, ProfileChange } from '../../users/index.ts'
import type { Verification } from '../contactProof.ts'
import { profileLanguage } from '../profileLanguage.ts'
import type { HumanInput } from '../writes/prepareHuman.ts'
import type { HumanUpdate } from '../writes/updateUser.ts'

const removalVerified = refuse(
  'user.phone_removal_verified',
  'invalid_argument',
  'an empty phone number removes the phone; leave the verification out',
)

const passwordMissing = refuse(
  'user.password_missing',
  'invalid_argument',
  'the password update has no new password; send one, or leave the password out',
)

const genders = {
  [Gender.UNSPECIFIED]: 'unspecified',
  [Gender.FEMALE]: 'female',
  [Gender.MALE]: 'male',
  [Gender.DIVERSE]: 'diverse',
} as const satisfies Record<Gender, Profile['gender']>

/** Decodes a gender; the same numbers in every generation. */
export function decodeGender(gender: number | undefined): Profile['gender'] {
  return genders[(gender ?? 0) as Gender] ?? 'unspecified'
}

/** An unset language is stored as `und`. */
function decodeProfile(profile: SetHumanProfile | undefined): HumanInput['profile'] {
  return {
    givenName: profile?.givenName ?? '',
    familyName: profile?.familyName ?? '',
    nickName: profile?.nickName ?? '',
    ...(profile?.displayName && { displayName: profile.displayName }),
    language: profileLanguage(profile?.preferredLanguage),
    gender: decodeGender(profile?.gender),
  }
}

function decodeEmail(email: SetHumanEmail | undefined): HumanInput['email'] {
  return { address: email?.email ?? '', verification: decodeVerification(email?.verification) }
}

/** An empty number is no phone. */
function decodePhone(phone: SetHumanPhone | undefined): HumanInput['phone'] {
  return phone?.phone
    ? { number: phone.phone, verification: decodeVerification(phone.verification) }
    : undefined
}

/** Decodes the oneof `verification`; by default a code is sent. */
export function decodeVerification(
  verification:
    | {
        readonly case: 'sendCode'
        readonly value: { readonly $typeName: string; readonly urlTemplate?: string }
      }
    | { readonly case: 'returnCode'; readonly value: unknown }
    | { readonly case: 'isVerified'; readonly value: boolean }
    | { readonly case: undefined; readonly value?: undefined }
    | undefined,
): Verification {
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

/** Decodes the id of a user to create; an empty one counts as none. */
export function decodeNewId(id: string | undefined): UserId | undefined {
  return id ? userId(id) : undefined
}

/** What `AddHumanUser` and `CreateUser` say beside the person. */
interface NewUser {
  readonly userId?: string | undefined
  readonly username?: string | undefined
  readonly metadata?: readonly MetadataEntry[]
}

/** Decodes the type of a machine's access tokens; the same numbers in every generation. */
export function decodeTokenType(type: number): Machine['accessTokenType'] {
  return type === AccessTokenType.JWT ? 'jwt' : 'bearer'
}

/** Decodes a person to create; `metadata` are those of users of both kinds. */
export function decodeHuman(
  human: AddHumanUserRequest | CreateUserRequest_Human,
  { userId: id, username, metadata = [] }: NewUser,
): HumanInput {
  return {
    userId: decodeNewId(id),
    username,
    profile: decodeProfile(human.profile),
    email: decodeEmail(human.email),
    phone: decodePhone(human.phone),
    password: decodePassword(human.passwordType),
    metadata: [...human.metadata, ...metadata],
    idpLinks: human.idpLinks,
    totpSecret: human.totpSecret,
  }
}

/** Whether an update sets a password without a proof, or an address that receives codes. */
export function setsCredential({
  password,
  email,
  phone,
}: UpdateHumanUserRequest | UpdateUserRequest_Human): boolean {
  const proved = password !== undefined && password.verification.case !== undefined
  return (password !== undefined && !proved) || email !== undefined || Boolean(phone?.phone)
}

/** Whether `UpdateUser` sets a credential or removes the phone number. */
export function changesCredential(human: UpdateUserRequest_Human): boolean {
  return setsCredential(human) || human.phone !== undefined
}

/** Decodes the changes of a person; an empty name or phone number is no change. */
export function decodeHumanUpdate(human: UpdateHumanUserRequest | UpdateUserRequest_Human): HumanUpdate {
  const { profile, email, phone, password } = human
  return {
    profile: profile && decodeProfileChange(profile),
    email: email && { text: email.email, verification: decodeVerification(email.verification) },
    phone: phone?.phone
      ? { text: phone.phone, verification: decodeVerification(phone.verification) }
      : undefined,
    password: password && decodePasswordChange(password),
  }
}

/** Decodes the phone of `UpdateUser`; an empty number removes it. */
export function decodePhoneUpdate(human: UpdateUserRequest_Human): HumanUpdate['phone'] {
  const { phone } = human
  if (phone === undefined || phone.phone !== '') return decodeHumanUpdate(human).phone
  if (phone.verification.case !== undefined) throw new DomainError(removalVerified)
  return 'remove'
}

function decodeProfileChange(
  profile: NonNullable<(UpdateHumanUserRequest | UpdateUserRequest_Human)['profile']>,
): ProfileChange {
  return {
    givenName: profile.givenName || undefined,
    familyName: profile.familyName || undefined,
    nickName: profile.nickName,
    displayName: profile.displayName,
    language:
      profile.preferredLanguage === undefined ? undefined : profileLanguage(profile.preferredLanguage),
    gender: profile.gender === undefined ? undefined : decodeGender(profile.gender),
  }
}

/** Decodes a new password with its proof; refuses a proof without a password. */
function decodePasswordChange(change: SetPassword): PasswordChange {
  const next = decodePassword(change.passwordType)
  if (next === undefined) throw new DomainError(passwordMissing)
  return { next, proof: decodeProof(change.verification) }
}
