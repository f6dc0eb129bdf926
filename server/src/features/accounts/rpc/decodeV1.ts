import type {
  AddHumanUserRequest,
  ImportHumanUserRequest,
} from '@sallyport/contract/zitadel/management_pb.js'
import type { NewPassword } from '../../passwords/index.ts'
import type { Profile } from '../../users/index.ts'
import { profileLanguage } from '../profileLanguage.ts'
import type { ImportedHuman } from '../writes/createUser.ts'
import type { HumanInput } from '../writes/prepareHuman.ts'
import { decodeGender } from './decode.ts'

/** The profile fields of every v1 message. */
interface ProfileV1 {
  readonly firstName: string
  readonly lastName: string
  readonly nickName: string
  readonly displayName: string
  readonly preferredLanguage: string
  readonly gender: number
}

const noProfile: ProfileV1 = {
  firstName: '',
  lastName: '',
  nickName: '',
  displayName: '',
  preferredLanguage: '',
  gender: 0,
}

/** Decodes a whole profile of v1; an unset language is stored as `und`. */
export function decodeProfileV1(profile: ProfileV1 = noProfile): Profile {
  return {
    givenName: profile.firstName,
    familyName: profile.lastName,
    nickName: profile.nickName,
    displayName: profile.displayName,
    language: profileLanguage(profile.preferredLanguage),
    gender: decodeGender(profile.gender),
  }
}

/** Decodes `AddHumanUser`: without a verified address or a password the person must finish an initialization (users notes §1). */
export function decodeAddedHuman(request: AddHumanUserRequest): HumanInput {
  const { initialPassword } = request
  const verified = request.email?.isEmailVerified ?? false
  return {
    ...decodePerson(request, verified),
    password: initialPassword
      ? { kind: 'plain', password: initialPassword, changeRequired: true }
      : undefined,
    initialize: !verified || !initialPassword,
  }
}

/** Decodes `ImportHumanUser`: a hash or a passkey to register counts as a password; initialization leaves the address unverified. */
export function decodeImportedHuman(request: ImportHumanUserRequest): ImportedHuman {
  const password = importedPassword(request)
  const passwordless = request.requestPasswordlessRegistration
  const verified = request.email?.isEmailVerified ?? false
  const initialize = request.idps.length === 0 && (!verified || !(password || passwordless))
  return {
    ...decodePerson(request, verified && !initialize),
    password,
    totpSecret: request.otpCode,
    idpLinks: request.idps,
    passwordless,
    recoveryCodes: request.recoveryCodes.map(({ codeType }) => codeType),
    initialize,
  }
}

function decodePerson(request: AddHumanUserRequest | ImportHumanUserRequest, verified: boolean): HumanInput {
  const { userName, profile, email, phone } = request
  return {
    username: userName,
    profile: decodeProfileV1(profile),
    email: {
      address: email?.email.trim() ?? '',
      verification: { case: 'isVerified', value: verified },
    },
    phone: phone?.phone
      ? { number: phone.phone, verification: decodeVerifiedV1(phone.isPhoneVerified) }
      : undefined,
  }
}

/** Decodes the verification of v1: the address is verified, or a code proves it. */
export function decodeVerifiedV1(verified: boolean): HumanInput['email']['verification'] {
  return verified ? { case: 'isVerified', value: true } : { case: undefined }
}

function importedPassword(request: ImportHumanUserRequest): NewPassword | undefined {
  const { password, hashedPassword, passwordChangeRequired } = request
  if (hashedPassword?.value) return { kind: 'hash', hash: hashedPassword.value, changeRequired: false }
  return password ? { kind: 'plain', password, changeRequired: passwordChangeRequired } : undefined
}
