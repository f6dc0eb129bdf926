import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import {
  deactivateUser,
  lockUser,
  reactivateUser,
  removeMetadata,
  setMetadata,
  type UserState,
  unlockUser,
  userNotFound,
} from '../../users/index.ts'
import { removeAvatar } from '../avatars.ts'
import { changeMetadata } from '../changeMetadata.ts'
import { changeStatus } from '../changeStatus.ts'
import { createHuman, createMachine } from '../createAccount.ts'
import { importHuman } from '../importHuman.ts'
import { removeAccount } from '../removeAccount.ts'
import { inContext } from '../target.ts'
import { rename, replaceMachine, replaceProfile } from '../updateNames.ts'
import { decodeAddedHuman, decodeImportedHuman, decodeProfileV1, decodeTokenType } from './decodeHumanV1.ts'

/** The writes of `zitadel.management.v1.ManagementService` on people and machines of the context organization. */
export const managementServiceWrites = (deps: Deps) => {
  const status = async (call: Call, id: string, decide: Parameters<typeof changeStatus>[3]) => ({
    details: changedV1(await changeStatus(deps, call, inContext(call, id), decide)),
  })
  const metadata = (call: Call, id: string, decide: Parameters<typeof changeMetadata>[3]) =>
    changeMetadata(deps, call, inContext(call, id), decide)
  return implement(ManagementService, {
    addHumanUser: async (request, call: Call) => {
      const { user } = await createHuman(deps, call, call.orgId, decodeAddedHuman(request))
      return { userId: user.id, details: addedV1(user) }
    },
    importHumanUser: async (request, call: Call) => {
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
    addMachineUser: async ({ userId, userName, accessTokenType, ...named }, call: Call) => {
      const machine = await createMachine(deps, call, call.orgId, {
        userId,
        username: userName,
        name: named.name,
        description: named.description,
        accessTokenType: decodeTokenType(accessTokenType),
      })
      return { userId: machine.id, details: changedV1(machine) }
    },
    removeUser: async ({ id }, call: Call) => ({
      details: changedV1(await removeAccount(deps, call, id, call.orgId)),
    }),
    lockUser: ({ id }, call: Call) => status(call, id, lockUser),
    unlockUser: ({ id }, call: Call) => status(call, id, unlockUser),
    deactivateUser: ({ id }, call: Call) => status(call, id, deactivateInitialized),
    reactivateUser: ({ id }, call: Call) => status(call, id, reactivateUser),
    updateUserName: async ({ userId, userName }, call: Call) => ({
      details: changedV1(await rename(deps, call, inContext(call, userId), userName)),
    }),
    updateHumanProfile: async ({ userId, ...profile }, call: Call) => ({
      details: changedV1(await replaceProfile(deps, call, inContext(call, userId), decodeProfileV1(profile))),
    }),
    removeHumanAvatar: async ({ userId }, call: Call) => ({
      details: changedV1(await removeAvatar(deps, call, inContext(call, userId))),
    }),
    updateMachine: async ({ userId, name, description, accessTokenType }, call: Call) => {
      const change = { name, description, accessTokenType: decodeTokenType(accessTokenType) }
      return { details: changedV1(await replaceMachine(deps, call, inContext(call, userId), change)) }
    },
    setUserMetadata: async ({ id, ...entry }, call: Call) => ({
      id,
      details: addedV1(await metadata(call, id, (state) => setMetadata(state, [entry]))),
    }),
    bulkSetUserMetadata: async ({ id, metadata: entries }, call: Call) => ({
      details: changedV1(await metadata(call, id, (state) => setMetadata(state, entries))),
    }),
    removeUserMetadata: async ({ id, key }, call: Call) => ({
      details: changedV1(await metadata(call, id, (state) => removeMetadata(state, [key]))),
    }),
    bulkRemoveUserMetadata: async ({ id, keys }, call: Call) => ({
      details: changedV1(await metadata(call, id, (state) => removeMetadata(state, keys))),
    }),
  })
}

/** People who have not finished their initialization look missing to v1 (users notes §3). */
function deactivateInitialized(user: UserState) {
  return user.kind === 'human' && user.status === 'initial' ? userNotFound : deactivateUser(user)
}
