import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { listMetadata, readMetadata, readPerson, readUser } from '../queries.ts'
import { myself } from '../target.ts'
import { removeAvatar } from '../writes/changeAvatar.ts'
import { removeUser } from '../writes/changeUser.ts'
import { rename, replaceProfile } from '../writes/replaceNames.ts'
import { contactsV1 } from './contactsV1.ts'
import { decodeProfileV1 } from './decodeV1.ts'
import { emailReply, metadataV1, phoneReply, profileReply, userV1 } from './encode.ts'

/** The methods of `zitadel.auth.v1.AuthService` about the caller: any valid token may call them. */
export const authService = (deps: Deps) => {
  const contacts = contactsV1(deps)
  const changed = async (written: Promise<Stream>) => ({ details: changedV1(await written) })
  return implement<typeof AuthService, Call>(AuthService, {
    getMyUser: async (_, call) => ({ user: userV1(await readUser(deps, call, myself(call)), call) }),
    getMyProfile: async (_, call) => profileReply(await readPerson(deps, call, myself(call)), call),
    getMyEmail: async (_, call) => emailReply(await readPerson(deps, call, myself(call))),
    getMyPhone: async (_, call) => phoneReply(await readPerson(deps, call, myself(call))),
    listMyUserChanges: async ({ query }, call) => {
      const { userId, orgId } = myself(call)
      const user = { instanceId: call.instance.id, type: 'user', id: userId, owner: orgId }
      return { result: await listChanges(deps.database, user, query) }
    },
    listMyMetadata: async ({ query, queries }, call) => {
      const search = { filters: queries.map((each) => each.query), page: listQueryPage(query) }
      const { rows, total } = await listMetadata(deps.database, call, myself(call), search)
      return { details: listDetailsV1(total, call.now), result: rows.map(metadataV1) }
    },
    getMyMetadata: async ({ key }, call) => ({
      metadata: metadataV1(await readMetadata(deps.database, call, myself(call), key)),
    }),

    removeMyUser: async (_, call) => changed(removeUser(deps, call, myself(call))),
    updateMyUserName: async ({ userName }, call) => changed(rename(deps, call, myself(call), userName)),
    updateMyProfile: async (profile, call) =>
      changed(replaceProfile(deps, call, myself(call), decodeProfileV1(profile))),
    removeMyAvatar: async (_, call) => changed(removeAvatar(deps, call, myself(call))),
    setMyEmail: method({ freshProof: 'self' }, async ({ email }, call: Call) =>
      contacts.set(call, 'email', myself(call), email),
    ),
    verifyMyEmail: async ({ code }, call) => contacts.verify(call, 'email', myself(call), code),
    resendMyEmailVerification: async (_, call) => contacts.send(call, 'email', myself(call)),
    setMyPhone: method({ freshProof: 'self' }, async ({ phone }, call: Call) =>
      contacts.set(call, 'phone', myself(call), phone),
    ),
    verifyMyPhone: async ({ code }, call) => contacts.verify(call, 'phone', myself(call), code),
    resendMyPhoneVerification: async (_, call) => contacts.send(call, 'phone', myself(call)),
    removeMyPhone: method({ freshProof: 'self' }, async (_, call: Call) =>
      contacts.removePhone(call, myself(call)),
    ),
  })
}
