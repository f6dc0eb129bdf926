import {
  type UpdateHumanUserRequest,
  type UpdateUserRequest_Human,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { namedUser } from '../../../access/streamNames.ts'
import { changedV2, timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import {
  deactivateUser,
  lockUser,
  type ProfileChange,
  reactivateUser,
  removeMetadata,
  setMetadata,
  unlockUser,
} from '../../users/index.ts'
import { changeMetadata } from '../changeMetadata.ts'
import { changeStatus } from '../changeStatus.ts'
import { acceptInvitation, invite } from '../invitations.ts'
import { typeMissing } from '../refusals.ts'
import { type HumanUpdate, updateHuman } from '../updateHuman.ts'
import { updateMachine } from '../updateNames.ts'
import { decodeGender, decodePasswordChange, verificationOf } from './decodeHuman.ts'

const removalVerified = refuse(
  'user.phone_removal_verified',
  'invalid_argument',
  'an empty phone number removes the phone; leave the verification out',
)

/** The changes of existing users in `zitadel.user.v2.UserService`. */
export const userServiceUpdates = (deps: Deps) => {
  const status = async (call: Call, userId: string, decide: Parameters<typeof changeStatus>[3]) => ({
    details: changedV2(await changeStatus(deps, call, { userId }, decide)),
  })
  return implement<typeof UserService, Call>(UserService, {
    updateUser: method({ appendsTo: namedUser }, async ({ userId, username, userType }, call: Call) => {
      switch (userType.case) {
        case 'machine': {
          const { name, description } = userType.value
          const machine = await updateMachine(deps, call, userId, { username, name, description })
          return { changeDate: timestamp(machine.changedAt) }
        }
        case 'human': {
          const update = {
            username,
            ...decodeHumanUpdate(userType.value),
            phone: phoneUpdate(userType.value),
          }
          const { user, emailCode, phoneCode } = await updateHuman(deps, call, userId, update)
          return { changeDate: timestamp(user.changedAt), ...codes(emailCode, phoneCode) }
        }
        default:
          throw new DomainError(typeMissing)
      }
    }),
    updateHumanUser: method({ appendsTo: namedUser }, async (request, call: Call) => {
      const { userId, username, phone } = request
      const update = {
        username,
        ...decodeHumanUpdate(request),
        phone: phone?.phone
          ? { text: phone.phone, verification: verificationOf(phone.verification) }
          : undefined,
      }
      const { user, emailCode, phoneCode } = await updateHuman(deps, call, userId, update)
      return { details: changedV2(user), ...codes(emailCode, phoneCode) }
    }),
    lockUser: method({ appendsTo: namedUser }, ({ userId }, call: Call) => status(call, userId, lockUser)),
    unlockUser: method({ appendsTo: namedUser }, ({ userId }, call: Call) =>
      status(call, userId, unlockUser),
    ),
    deactivateUser: method({ appendsTo: namedUser }, ({ userId }, call: Call) =>
      status(call, userId, deactivateUser),
    ),
    reactivateUser: method({ appendsTo: namedUser }, ({ userId }, call: Call) =>
      status(call, userId, reactivateUser),
    ),
    createInviteCode: method({ appendsTo: namedUser }, async ({ userId, verification }, call: Call) => {
      const how =
        verification.case === 'returnCode' ? returned : ({ kind: 'send', ...verification.value } as const)
      const { user, code } = await invite(deps, call, userId, how)
      return { details: changedV2(user), ...(code && { inviteCode: code }) }
    }),
    resendInviteCode: method({ appendsTo: namedUser }, async ({ userId }, call: Call) => ({
      details: changedV2((await invite(deps, call, userId, { kind: 'resend' })).user),
    })),
    verifyInviteCode: method({ appendsTo: namedUser }, async ({ userId, verificationCode }, call: Call) => ({
      details: changedV2(await acceptInvitation(deps, call, userId, verificationCode)),
    })),
    setUserMetadata: method({ appendsTo: namedUser }, async ({ userId, metadata }, call: Call) => {
      const user = await changeMetadata(deps, call, { userId }, (state) => setMetadata(state, metadata))
      return { setDate: timestamp(user.changedAt) }
    }),
    deleteUserMetadata: method({ appendsTo: namedUser }, async ({ userId, keys }, call: Call) => {
      const user = await changeMetadata(deps, call, { userId }, (state) => removeMetadata(state, keys))
      return { deletionDate: timestamp(user.changedAt) }
    }),
  })
}

const returned = { kind: 'return' } as const

/** What both update messages say alike; names that are empty are not given. */
function decodeHumanUpdate(
  human: UpdateHumanUserRequest | UpdateUserRequest_Human,
): Omit<HumanUpdate, 'phone'> {
  const { profile, email, password } = human
  return {
    profile: profile && decodeProfileChange(profile),
    email: email && { text: email.email, verification: verificationOf(email.verification) },
    password: password && decodePasswordChange(password),
  }
}

function decodeProfileChange(
  profile: NonNullable<(UpdateHumanUserRequest | UpdateUserRequest_Human)['profile']>,
): ProfileChange {
  return {
    givenName: profile.givenName || undefined,
    familyName: profile.familyName || undefined,
    nickName: profile.nickName,
    displayName: profile.displayName,
    language: profile.preferredLanguage === undefined ? undefined : profile.preferredLanguage || 'und',
    gender: profile.gender === undefined ? undefined : decodeGender(profile.gender),
  }
}

/** An empty number takes the phone away. */
function phoneUpdate({ phone }: UpdateUserRequest_Human): HumanUpdate['phone'] {
  if (phone === undefined) return undefined
  if (phone.phone !== '') return { text: phone.phone, verification: verificationOf(phone.verification) }
  if (phone.verification.case !== undefined) throw new DomainError(removalVerified)
  return 'remove'
}

function codes(emailCode: string | undefined, phoneCode: string | undefined) {
  return { ...(emailCode && { emailCode }), ...(phoneCode && { phoneCode }) }
}
