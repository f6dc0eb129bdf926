import type { MessageInitShape } from '@bufbuild/protobuf'
import type { CreateUserRequestSchema } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { Gender } from '@zitadel/proto/zitadel/user/v2/user_pb.js'

/** How a new person gets in. */
export const accesses = ['invite', 'password', 'later'] as const
type Access = (typeof accesses)[number]

/** The genders of a profile, by their words in forms and files. */
export const genders = {
  '': Gender.UNSPECIFIED,
  female: Gender.FEMALE,
  male: Gender.MALE,
  diverse: Gender.DIVERSE,
} as const

/** A person to create, as forms and files have it; '' for what is not given. */
export interface NewPerson {
  readonly userId: string
  readonly givenName: string
  readonly familyName: string
  readonly displayName: string
  readonly nickName: string
  readonly language: string
  readonly gender: keyof typeof genders
  readonly username: string
  readonly email: string
  readonly emailVerified: boolean
  readonly phone: string
  readonly phoneVerified: boolean
  readonly password: string
  /** Whether a first password must be changed at the first login. */
  readonly changeRequired: boolean
}

/** The fields of the form for one person. */
export interface PersonValues extends NewPerson {
  readonly access: Access
  readonly repeated: string
}

/** A person of whom nothing is known yet. */
export const nobody: NewPerson = {
  userId: '',
  givenName: '',
  familyName: '',
  displayName: '',
  nickName: '',
  language: '',
  gender: '',
  username: '',
  email: '',
  emailVerified: false,
  phone: '',
  phoneVerified: false,
  password: '',
  changeRequired: true,
}

/**
 * Returns the request that creates a person. An address that is not verified gets a code only if the person can log in at once; an
 * invitation proves it anyway, and whoever is set up later gets no mail yet.
 */
export function createRequest(
  person: NewPerson,
  organizationId: string,
): MessageInitShape<typeof CreateUserRequestSchema> {
  const { userId, username, email, phone, password } = person
  return {
    organizationId,
    ...(userId && { userId }),
    ...(username && { username }),
    userType: {
      case: 'human',
      value: {
        profile: profileOf(person),
        email: {
          email,
          verification:
            person.emailVerified || password === ''
              ? { case: 'isVerified', value: person.emailVerified }
              : { case: 'sendCode', value: {} },
        },
        ...(phone && { phone: { phone, verification: phoneProof(person) } }),
        ...(password && {
          passwordType: {
            case: 'password',
            value: { password, changeRequired: person.changeRequired },
          },
        }),
      },
    },
  }
}

/** The contract states no number as unverified without a code; one that is returned reaches nobody by SMS. */
function phoneProof({ phoneVerified }: NewPerson) {
  return phoneVerified
    ? ({ case: 'isVerified', value: true } as const)
    : ({ case: 'returnCode', value: {} } as const)
}

function profileOf({ givenName, familyName, displayName, nickName, language, gender }: NewPerson) {
  return {
    givenName,
    familyName,
    ...(displayName && { displayName }),
    ...(nickName && { nickName }),
    ...(language && { preferredLanguage: language }),
    gender: genders[gender],
  }
}
