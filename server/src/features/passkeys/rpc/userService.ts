import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { PasskeyAuthenticator } from '@zitadel/proto/zitadel/user/v2/auth_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { credentialOfUser, namedUser } from '../../../access/streamNames.ts'
import { changedV2, listDetailsV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { listPasskeys } from '../queries.ts'
import { requirePersonInReach } from '../rights.ts'
import { registerKey, removeKeyOf, verifyKey } from '../writes/registration.ts'
import { addRegistrationLink, sendRegistrationLink } from '../writes/registrationLinks.ts'

const within = 'instance'

/** The passkey and security key parts of `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement(UserService, {
    registerPasskey: method(
      {
        appendsTo: namedUser,
        dryRun: true,
        enrols: 'passkey',
        credentialOf: ({ userId, code }) => (code === undefined ? userId : undefined),
      },
      async ({ userId: id, code, authenticator, domain }, call: Call) => {
        const attachment = attachments[authenticator]
        const request = {
          userId: userId(id),
          kind: 'passkey',
          generation: 'v2',
          domain,
          attachment,
          code,
        } as const
        const { user, tokenId, options } = await registerKey(deps, call, request)
        return {
          details: changedV2(user),
          passkeyId: tokenId,
          publicKeyCredentialCreationOptions: options,
        }
      },
    ),
    verifyPasskeyRegistration: method(
      { appendsTo: namedUser, enrols: 'passkey' },
      async ({ userId: id, passkeyName, publicKeyCredential }, call: Call) => {
        const sent = { userId: userId(id), name: passkeyName, credential: publicKeyCredential }
        return { details: changedV2(await verifyKey(deps, call, 'passkey', sent)) }
      },
    ),
    createPasskeyRegistrationLink: method(
      {
        appendsTo: namedUser,
        credentialOf: ({ userId, medium }) => (medium.case === 'returnCode' ? userId : undefined),
      },
      async ({ userId: id, medium }, call: Call) => {
        if (medium.case === 'returnCode') {
          const {
            user,
            id: codeId,
            code,
          } = await addRegistrationLink(deps, call, userId(id), requirePersonInReach)
          return { details: changedV2(user), code: { id: codeId, code } }
        }
        const template = medium.value?.urlTemplate
        const user = await sendRegistrationLink(deps, call, userId(id), requirePersonInReach, template)
        return { details: changedV2(user) }
      },
    ),
    listPasskeys: async ({ userId: id }, call: Call) => {
      const { orgId, rows } = await listPasskeys(deps.database, call.instance.id, id)
      requirePermission(call, 'user.read', { orgId, self: id })
      const result = rows.map(({ factor_id: id, name }) => ({ id, name, state: AuthFactorState.READY }))
      return { details: listDetailsV2(rows.length, call.now), result }
    },
    removePasskey: method(
      { appendsTo: namedUser, dryRun: true, freshProof: credentialOfUser },
      async ({ userId: id, passkeyId: tokenId }, call: Call) => ({
        details: changedV2(await removeKeyOf(deps, call, 'passkey', { userId: userId(id), tokenId, within })),
      }),
    ),
    registerU2F: method(
      { appendsTo: namedUser, dryRun: true, enrols: 'u2f', credentialOf: credentialOfUser },
      async ({ userId: id, domain }, call: Call) => {
        const request = { userId: userId(id), kind: 'u2f', generation: 'v2', domain } as const
        const { user, tokenId, options } = await registerKey(deps, call, request)
        return { details: changedV2(user), u2fId: tokenId, publicKeyCredentialCreationOptions: options }
      },
    ),
    verifyU2FRegistration: method(
      { appendsTo: namedUser, enrols: 'u2f' },
      async ({ userId: id, tokenName, publicKeyCredential }, call: Call) => {
        const sent = { userId: userId(id), name: tokenName, credential: publicKeyCredential }
        return { details: changedV2(await verifyKey(deps, call, 'u2f', sent)) }
      },
    ),
    removeU2F: method(
      { appendsTo: namedUser, dryRun: true, freshProof: credentialOfUser },
      async ({ userId: id, u2fId: tokenId }, call: Call) => ({
        details: changedV2(await removeKeyOf(deps, call, 'u2f', { userId: userId(id), tokenId, within })),
      }),
    ),
  })

const attachments: Readonly<Record<PasskeyAuthenticator, 'platform' | 'cross-platform' | undefined>> = {
  [PasskeyAuthenticator.UNSPECIFIED]: undefined,
  [PasskeyAuthenticator.PLATFORM]: 'platform',
  [PasskeyAuthenticator.CROSS_PLATFORM]: 'cross-platform',
}
