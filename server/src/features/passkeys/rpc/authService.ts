import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import type { KeyKind } from '../keyKind.ts'
import { listPasskeys } from '../queries.ts'
import { callerUserId } from '../rights.ts'
import { registerKey, removeKeyOf, verifyKey } from '../writes/registration.ts'
import { addRegistrationLink, forSelf, sendRegistrationLink } from '../writes/registrationLinks.ts'
import { decodeVerification, duration, keyMessage, tokenMessage } from './encode.ts'

/** The passkey and security key parts of `zitadel.auth.v1.AuthService`: the caller's own keys. */
export const authService = (deps: Deps) =>
  implement(AuthService, {
    addMyAuthFactorU2F: method({ dryRun: true, enrols: 'u2f', freshProof: 'self' }, (_request, call: Call) =>
      add(deps, call, 'u2f'),
    ),
    verifyMyAuthFactorU2F: method({ enrols: 'u2f' }, async ({ verification }, call: Call) => {
      const sent = { userId: callerUserId(call), ...decodeVerification(verification) }
      return { details: changedV1(await verifyKey(deps, call, 'u2f', sent)) }
    }),
    removeMyAuthFactorU2F: method({ dryRun: true, freshProof: 'self' }, ({ tokenId }, call: Call) =>
      remove(deps, call, 'u2f', tokenId),
    ),
    listMyPasswordless: method({ enrols: 'any' }, async (_request, call: Call) => {
      const { rows } = await listPasskeys(deps.database, call.instance.id, callerUserId(call))
      return { result: rows.map(tokenMessage) }
    }),
    addMyPasswordless: method(
      { dryRun: true, enrols: 'passkey', freshProof: 'self' },
      (_request, call: Call) => add(deps, call, 'passkey'),
    ),
    addMyPasswordlessLink: method({ freshProof: 'self' }, async (_request, call: Call) => {
      const made = await addRegistrationLink(deps, call, callerUserId(call), forSelf)
      return { details: addedV1(made.user), link: made.link, expiration: duration(made.lifetimeSeconds) }
    }),
    sendMyPasswordlessLink: async (_request, call: Call) => ({
      details: addedV1(await sendRegistrationLink(deps, call, callerUserId(call), forSelf)),
    }),
    verifyMyPasswordless: method({ enrols: 'passkey' }, async ({ verification }, call: Call) => {
      const sent = { userId: callerUserId(call), ...decodeVerification(verification) }
      return { details: changedV1(await verifyKey(deps, call, 'passkey', sent)) }
    }),
    removeMyPasswordless: method({ dryRun: true, freshProof: 'self' }, ({ tokenId }, call: Call) =>
      remove(deps, call, 'passkey', tokenId),
    ),
  })

async function add(deps: Deps, call: Call, kind: KeyKind) {
  const request = { userId: callerUserId(call), kind, generation: 'v1' } as const
  const { user, options } = await registerKey(deps, call, request)
  return { key: keyMessage(options), details: addedV1(user) }
}

async function remove(deps: Deps, call: Call, kind: KeyKind, tokenId: string) {
  const key = { userId: callerUserId(call), tokenId, within: 'instance' } as const
  return { details: changedV1(await removeKeyOf(deps, call, kind, key)) }
}
