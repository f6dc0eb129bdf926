import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { userId as brandUser } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy } from '../../settings/index.ts'
import {
  deactivateUser,
  findUserByLoginName,
  lockUser,
  reactivateUser,
  removeMetadata,
  setMetadata,
  type UserState,
  unlockUser,
  userNotFound,
} from '../../users/index.ts'
import { isUserUnique, listMetadata, readMetadata, readPerson, readUser } from '../queries.ts'
import { anyUser, inContext } from '../target.ts'
import { listUsers } from '../userSearch.ts'
import { removeAvatar } from '../writes/changeAvatar.ts'
import { changeMetadata, changeStatus, removeUser } from '../writes/changeUser.ts'
import { createHuman, createMachine, importHuman } from '../writes/createUser.ts'
import { resendInitialization } from '../writes/initializeUser.ts'
import { rename, replaceMachine, replaceProfile } from '../writes/replaceNames.ts'
import { contactsV1 } from './contactsV1.ts'
import { decodeNewId, decodeTokenType } from './decode.ts'
import { decodeAddedHuman, decodeImportedHuman, decodeProfileV1 } from './decodeV1.ts'
import { emailReply, metadataV1, phoneReply, profileReply, statesV1, userV1 } from './encode.ts'

/** The reads of `zitadel.management.v1.ManagementService` about users of the context organization. */
export const managementReads = (deps: Deps) => {
  const { database } = deps
  return implement<typeof ManagementService, Call>(ManagementService, {
    getUserByID: async ({ id }, call) => ({
      user: userV1(await readUser(deps, call, inContext(call, id)), call),
    }),
    getUserByLoginNameGlobal: async ({ loginName }, call) => {
      const found = await findUserByLoginName(database, call.instance.id, loginName)
      if (!found) throw new DomainError(userNotFound)
      return { user: userV1(await readUser(deps, call, anyUser(found.userId)), call) }
    },
    listUsers: async ({ query, queries, sortingColumn }, call) => {
      const page = listQueryPage(query)
      const search = { queries, sortingColumn, page, states: statesV1, visible: 'context' } as const
      const { rows, total } = await listUsers(deps, call, search)
      return { details: listDetailsV1(total, call.now), result: rows.map((row) => userV1(row, call)) }
    },
    listUserChanges: async ({ userId, query }, call) => {
      const user = { instanceId: call.instance.id, type: 'user', id: userId, owner: call.orgId }
      return { result: await listChanges(database, user, query) }
    },
    isUserUnique: async ({ userName: username, email }, call) => {
      const { userLoginMustBeDomain } = await domainPolicy(database, call.instance.id, call.orgId)
      const orgId = userLoginMustBeDomain ? call.orgId : undefined
      return { isUnique: await isUserUnique(database, call.instance.id, { username, email, orgId }) }
    },
    getHumanProfile: async ({ userId }, call) =>
      profileReply(await readPerson(deps, call, inContext(call, userId)), call),
    getHumanEmail: async ({ userId }, call) =>
      emailReply(await readPerson(deps, call, inContext(call, userId))),
    getHumanPhone: async ({ userId }, call) =>
      phoneReply(await readPerson(deps, call, inContext(call, userId))),
    getUserMetadata: async ({ id, key }, call) => {
      const owner = { userId: brandUser(id), orgId: call.orgId }
      return { metadata: metadataV1(await readMetadata(database, call, owner, key)) }
    },
    listUserMetadata: async ({ id, query, queries }, call) => {
      const owner = { userId: brandUser(id), orgId: call.orgId }
      const search = { filters: queries.map((each) => each.query), page: listQueryPage(query) }
      const { rows, total } = await listMetadata(database, call, owner, search)
      return { details: listDetailsV1(total, call.now), result: rows.map(metadataV1) }
    },
  })
}

/** The writes of `zitadel.management.v1.ManagementService` on users of the context organization. */
export const managementWrites = (deps: Deps) => {
  const contacts = contactsV1(deps)
  const changed = async (written: Promise<Stream>) => ({ details: changedV1(await written) })
  const status = (call: Call, id: string, decide: Parameters<typeof changeStatus>[3]) =>
    changed(changeStatus(deps, call, inContext(call, id), decide))
  const metadata = (call: Call, id: string, decide: Parameters<typeof changeMetadata>[3]) =>
    changeMetadata(deps, call, inContext(call, id), decide)
  return implement<typeof ManagementService, Call>(ManagementService, {
    addHumanUser: async (request, call) => {
      const { user } = await createHuman(deps, call, call.orgId, decodeAddedHuman(request))
      return { userId: user.id, details: addedV1(user) }
    },
    importHumanUser: async (request, call) => {
      const { user, registration } = await importHuman(deps, call, decodeImportedHuman(request))
      const lifetime = { seconds: BigInt(registration?.lifetimeSeconds ?? 0) }
      return {
        userId: user.id,
        details: addedV1(user),
        ...(registration && {
          passwordlessRegistration: { link: registration.link, lifetime, expiration: lifetime },
        }),
      }
    },
    addMachineUser: async ({ userId, userName, name, description, accessTokenType }, call) => {
      const machine = await createMachine(deps, call, call.orgId, {
        userId: decodeNewId(userId),
        username: userName,
        name,
        description,
        accessTokenType: decodeTokenType(accessTokenType),
      })
      return { userId: machine.id, details: changedV1(machine) }
    },
    removeUser: ({ id }, call) => changed(removeUser(deps, call, inContext(call, id))),
    lockUser: ({ id }, call) => status(call, id, lockUser),
    unlockUser: ({ id }, call) => status(call, id, unlockUser),
    deactivateUser: ({ id }, call) => status(call, id, deactivateInitialized),
    reactivateUser: ({ id }, call) => status(call, id, reactivateUser),
    updateUserName: async ({ userId, userName }, call) =>
      changed(rename(deps, call, inContext(call, userId), userName)),
    updateHumanProfile: async ({ userId, ...profile }, call) =>
      changed(replaceProfile(deps, call, inContext(call, userId), decodeProfileV1(profile))),
    removeHumanAvatar: ({ userId }, call) => changed(removeAvatar(deps, call, inContext(call, userId))),
    updateMachine: ({ userId, name, description, accessTokenType }, call) => {
      const change = { name, description, accessTokenType: decodeTokenType(accessTokenType) }
      return changed(replaceMachine(deps, call, inContext(call, userId), change))
    },
    updateHumanEmail: method(
      { credentialOf: credentialOfUser },
      ({ userId, email, isEmailVerified }, call: Call) =>
        contacts.set(call, 'email', inContext(call, userId), email, isEmailVerified),
    ),
    updateHumanPhone: method(
      { credentialOf: credentialOfUser },
      ({ userId, phone, isPhoneVerified }, call: Call) =>
        contacts.set(call, 'phone', inContext(call, userId), phone, isPhoneVerified),
    ),
    resendHumanEmailVerification: ({ userId }, call) => contacts.send(call, 'email', inContext(call, userId)),
    resendHumanPhoneVerification: ({ userId }, call) => contacts.send(call, 'phone', inContext(call, userId)),
    removeHumanPhone: method({ freshProof: credentialOfUser }, ({ userId }, call: Call) =>
      contacts.removePhone(call, inContext(call, userId)),
    ),
    resendHumanInitialization: method(
      { credentialOf: ({ userId, email }) => (email === '' ? undefined : userId) },
      ({ userId, email }, call: Call) =>
        changed(resendInitialization(deps, call, inContext(call, userId), email)),
    ),
    setUserMetadata: async ({ id, ...entry }, call) => ({
      id,
      details: addedV1(await metadata(call, id, (state) => setMetadata(state, [entry]))),
    }),
    bulkSetUserMetadata: ({ id, metadata: entries }, call) =>
      changed(metadata(call, id, (state) => setMetadata(state, entries))),
    removeUserMetadata: ({ id, key }, call) =>
      changed(metadata(call, id, (state) => removeMetadata(state, [key]))),
    bulkRemoveUserMetadata: ({ id, keys }, call) =>
      changed(metadata(call, id, (state) => removeMetadata(state, keys))),
  })
}

/** v1 reports people who have not finished their initialization as not found (users notes §3). */
function deactivateInitialized(user: UserState) {
  return user.kind === 'human' && user.status === 'initial' ? userNotFound : deactivateUser(user)
}
