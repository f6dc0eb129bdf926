import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { credentialOfUser, namedUser } from '../../../access/streamNames.ts'
import { changedV2, listDetailsV2, timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage, paginated, paginationPage } from '../../../contract/listQuery.ts'
import type { Traits } from '../../../contract/traits.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { userId as brandUser, orgId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import {
  deactivateUser,
  lockUser,
  reactivateUser,
  removeMetadata,
  setMetadata,
  unlockUser,
  userNotFound,
} from '../../users/index.ts'
import type { Channel } from '../channels.ts'
import { listReadableMetadata, readUser } from '../queries.ts'
import { anyUser } from '../target.ts'
import { listUsers } from '../userSearch.ts'
import {
  type ContactWritten,
  removePhone,
  type SendRules,
  sendContactCode,
  setContact,
  verifyContact,
} from '../writes/changeContact.ts'
import { changeMetadata, changeStatus, removeUser } from '../writes/changeUser.ts'
import { createHuman, createMachine } from '../writes/createUser.ts'
import { acceptInvitation, type Invitation, inviteUser } from '../writes/inviteUser.ts'
import { updateCommon, updateHuman, updateMachine } from '../writes/updateUser.ts'
import {
  changesCredential,
  decodeHuman,
  decodeHumanUpdate,
  decodeNewId,
  decodePhoneUpdate,
  decodeTokenType,
  decodeVerification,
  setsCredential,
} from './decode.ts'
import { metadataV2, statesV2, userReplyV2, userV2 } from './encode.ts'

const typeMissing = refuse(
  'user.type_missing',
  'invalid_argument',
  'the user type is missing; send a human or a machine',
)

/** The reads of `zitadel.user.v2.UserService`. */
export const userReads = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    getUserByID: async ({ userId }, call) => {
      const row = await readUser(deps, call, anyUser(userId))
      requirePermission(call, 'user.read', { orgId: row.org_id, self: userId, unknown: userNotFound })
      return userReplyV2(row, call)
    },
    listUsers: async ({ query, queries, sortingColumn }, call) => {
      const page = listQueryPage(query)
      const search = { queries, sortingColumn, page, states: statesV2, visible: 'caller' } as const
      const { rows, total } = await listUsers(deps, call, search)
      return { details: listDetailsV2(total, call.now), result: rows.map((row) => userV2(row, call)) }
    },
    listUserMetadata: async ({ userId, pagination, filters }, call) => {
      const page = paginationPage(pagination)
      const search = { page, filters: filters.map(({ filter }) => filter) }
      const { rows, total } = await listReadableMetadata(deps.database, call, brandUser(userId), search)
      return {
        pagination: paginated(total, page.limit),
        metadata: rows.map(metadataV2),
      }
    },
  })

/** The writes of `zitadel.user.v2.UserService` that create, change and remove users. */
export const userWrites = (deps: Deps) => {
  const status = async (call: Call, userId: string, decide: Parameters<typeof changeStatus>[3]) =>
    changed(await changeStatus(deps, call, anyUser(userId), decide))
  const metadata = (call: Call, userId: string, decide: Parameters<typeof changeMetadata>[3]) =>
    changeMetadata(deps, call, anyUser(userId), decide)
  return implement<typeof UserService, Call>(UserService, {
    addHumanUser: creating(async (request, call) => {
      const { user, ...created } = await createHuman(
        deps,
        call,
        call.orgId,
        decodeHuman(request, { userId: request.userId, username: request.username }),
      )
      return { userId: user.id, ...changed(user), ...codes(created) }
    }),
    createUser: creating(async ({ organizationId, userId, username, metadata, userType }, call) => {
      requirePermission(call, 'user.write', { orgId: organizationId })
      if (userType.case === undefined) throw new DomainError(typeMissing)
      if (userType.case === 'machine') {
        const { name, description = '' } = userType.value
        const accessTokenType = decodeTokenType(userType.value.accessTokenType)
        const input = { userId: decodeNewId(userId), username, name, description, accessTokenType, metadata }
        const machine = await createMachine(deps, call, orgId(organizationId), input)
        return { id: machine.id, creationDate: timestamp(machine.changedAt) }
      }
      const input = decodeHuman(userType.value, { userId, username, metadata })
      const { user, ...created } = await createHuman(deps, call, orgId(organizationId), input)
      return { id: user.id, creationDate: timestamp(user.changedAt), ...codes(created) }
    }),
    updateUser: appending(
      async ({ userId, username, metadata: entries, userType }, call) => {
        const common = { username, metadata: entries.length > 0 ? entries : undefined }
        if (userType.case === undefined) {
          if (username === undefined && entries.length === 0) throw new DomainError(typeMissing)
          const user = await updateCommon(deps, call, anyUser(userId), common)
          return { changeDate: timestamp(user.changedAt) }
        }
        if (userType.case === 'machine') {
          const { name, description, accessTokenType: type } = userType.value
          const accessTokenType = type === undefined ? undefined : decodeTokenType(type)
          const update = { ...common, name, description, accessTokenType }
          const machine = await updateMachine(deps, call, anyUser(userId), update)
          return { changeDate: timestamp(machine.changedAt) }
        }
        const phone = decodePhoneUpdate(userType.value)
        const update = { ...common, ...decodeHumanUpdate(userType.value), phone }
        const { user, ...updated } = await updateHuman(deps, call, anyUser(userId), update)
        return { changeDate: timestamp(user.changedAt), ...codes(updated) }
      },
      {
        credentialOf: ({ userId, userType }) =>
          userType.case === 'human' && setsCredential(userType.value) ? userId : undefined,
        freshProof: ({ userId, userType }) =>
          userType.case === 'human' && changesCredential(userType.value) ? userId : undefined,
      },
    ),
    updateHumanUser: appending(
      async (request, call) => {
        const update = { username: request.username, ...decodeHumanUpdate(request) }
        const { user, ...updated } = await updateHuman(deps, call, anyUser(request.userId), update)
        return { ...changed(user), ...codes(updated) }
      },
      { credentialOf: (request) => (setsCredential(request) ? request.userId : undefined) },
    ),
    deleteUser: appending(async ({ userId }, call) => changed(await removeUser(deps, call, anyUser(userId)))),
    lockUser: appending(({ userId }, call) => status(call, userId, lockUser)),
    unlockUser: appending(({ userId }, call) => status(call, userId, unlockUser)),
    deactivateUser: appending(({ userId }, call) => status(call, userId, deactivateUser)),
    reactivateUser: appending(({ userId }, call) => status(call, userId, reactivateUser)),
    setUserMetadata: appending(async ({ userId, metadata: entries }, call) => {
      const user = await metadata(call, userId, (state) => setMetadata(state, entries))
      return { setDate: timestamp(user.changedAt) }
    }),
    deleteUserMetadata: appending(async ({ userId, keys }, call) => {
      const user = await metadata(call, userId, (state) => removeMetadata(state, keys))
      return { deletionDate: timestamp(user.changedAt) }
    }),
  })
}

type SentVerification = Parameters<typeof decodeVerification>[0]

/** The writes of `zitadel.user.v2.UserService` on contacts and invitations. */
export const userContacts = (deps: Deps) => {
  const set = async (call: Call, channel: Channel, userId: string, text: string, sent: SentVerification) => {
    const input = { text, verification: decodeVerification(sent) }
    return contactReply(await setContact(deps, call, channel, anyUser(userId), input))
  }
  const send = async (call: Call, channel: Channel, target: SendRules, sent: SentVerification) =>
    contactReply(await sendContactCode(deps, call, channel, target, decodeVerification(sent)))
  const verify = async (call: Call, channel: Channel, userId: string, code: string) =>
    changed(await verifyContact(deps, call, channel, anyUser(userId), code))
  return implement<typeof UserService, Call>(UserService, {
    setEmail: appending(
      ({ userId, email, verification }, call) => set(call, 'email', userId, email, verification),
      always,
    ),
    sendEmailCode: appending(({ userId, verification }, call) =>
      send(call, 'email', anyUser(userId), verification),
    ),
    resendEmailCode: appending(({ userId, verification }, call) =>
      send(call, 'email', { ...anyUser(userId), resend: true }, verification),
    ),
    verifyEmail: appending(({ userId, verificationCode }, call) =>
      verify(call, 'email', userId, verificationCode),
    ),
    setPhone: appending(
      ({ userId, phone, verification }, call) => set(call, 'phone', userId, phone, verification),
      always,
    ),
    resendPhoneCode: appending(({ userId, verification }, call) =>
      send(call, 'phone', { ...anyUser(userId), resend: true }, verification),
    ),
    verifyPhone: appending(({ userId, verificationCode }, call) =>
      verify(call, 'phone', userId, verificationCode),
    ),
    removePhone: appending(
      async ({ userId }, call) => changed(await removePhone(deps, call, anyUser(userId))),
      { freshProof: credentialOfUser },
    ),
    createInviteCode: appending(
      async ({ userId, verification }, call) => {
        const invitation: Invitation =
          verification.case === 'returnCode' ? { kind: 'return' } : { kind: 'send', ...verification.value }
        const { user, code } = await inviteUser(deps, call, anyUser(userId), invitation)
        return { ...changed(user), ...(code && { inviteCode: code }) }
      },
      {
        credentialOf: ({ userId, verification }) => (verification.case === 'returnCode' ? userId : undefined),
      },
    ),
    resendInviteCode: appending(async ({ userId }, call) =>
      changed((await inviteUser(deps, call, anyUser(userId), { kind: 'resend' })).user),
    ),
    verifyInviteCode: appending(async ({ userId, verificationCode }, call) =>
      changed(await acceptInvitation(deps, call, anyUser(userId), verificationCode)),
    ),
  })
}

/** Every write appends to the user that the message names. */
function appending<Request extends { readonly userId?: string }, Reply>(
  handler: (request: Request, call: Call) => Promise<Reply>,
  traits: Pick<Traits<NoInfer<Request>>, 'credentialOf' | 'freshProof'> = {},
) {
  return method<Request, Call, Reply>({ ...traits, appendsTo: namedUser }, handler)
}

/** Every write appends to the user that the message names, or to a new one. */
function creating<Request extends { readonly userId?: string }, Reply>(
  handler: (request: Request, call: Call) => Promise<Reply>,
) {
  return method<Request, Call, Reply>({ appendsTo: (request) => namedUser(request) ?? 'new' }, handler)
}

/** A new address receives the codes that set a password. */
const always = { credentialOf: credentialOfUser }

function changed(user: Stream) {
  return { details: changedV2(user) }
}

function contactReply({ user, code }: ContactWritten) {
  return { ...changed(user), ...(code && { verificationCode: code }) }
}

interface Codes {
  readonly emailCode?: string | undefined
  readonly phoneCode?: string | undefined
}

function codes({ emailCode, phoneCode }: Codes) {
  return { ...(emailCode && { emailCode }), ...(phoneCode && { phoneCode }) }
}
