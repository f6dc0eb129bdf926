import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { creatorOf } from '../../../access/principal.ts'
import { implement } from '../../../contract/handlers.ts'
import { loginCreator } from '../../../kernel/creators.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addressGroup } from '../../rate-limits/index.ts'
import { userCodeMac } from '../codes.ts'
import { openDevice } from '../commands/answerDevice.ts'
import { UserCodeGuesses } from '../guesses.ts'
import { findWaitingDevice } from '../queries.ts'
import { deviceGuessed, deviceNotFound } from '../refusals.ts'
import { deviceAuthorizationFacet } from '../state.ts'
import { authorizeOrDenyDevice } from '../writes/answerDevice.ts'

/** The part of oidc.v2 with which a login finds a device by its user code and answers it. */
export const oidcService = (deps: Deps) => {
  const guesses = new UserCodeGuesses()
  return implement(OIDCService, {
    getDeviceAuthorizationRequest: async ({ userCode }, call: Call) => {
      const caller = guesserOf(call)
      if (!guesses.mayGuess(caller, call.now)) throw new DomainError(deviceGuessed)
      const device = await findOpen(deps, call, userCode)
      if (device === undefined) {
        guesses.countWrong(caller, call.now)
        throw new DomainError(deviceNotFound)
      }
      return { deviceAuthorizationRequest: device }
    },
    authorizeOrDenyDeviceAuthorization: async (message, call: Call) => {
      await authorizeOrDenyDevice(deps, call, message)
      return {}
    },
  })
}

/** The pages of the login guess for the people of many addresses, who must not lock each other out. */
function guesserOf({ instance, principal, clientAddress }: Call): string {
  const creator = creatorOf(principal)
  const group = creator === loginCreator ? (addressGroup(clientAddress) ?? '') : ''
  return `${instance.id} ${creator} ${group}`
}

async function findOpen(deps: Deps, call: Call, userCode: string) {
  const instanceId = call.instance.id
  const mac = await userCodeMac(deps.log, instanceId, userCode)
  const row = mac === undefined ? undefined : await findWaitingDevice(deps.database, instanceId, mac)
  if (row === undefined) return undefined
  const id = row.device_authorization_id
  const stream = await deps.log.load({ instanceId, type: 'device_auth', id })
  const open = openDevice(stream.state(deviceAuthorizationFacet), call.now)
  if ('refused' in open) return undefined
  return {
    id,
    clientId: row.client_id,
    scope: [...open.request.scope],
    appName: row.app_name ?? '',
    projectName: row.project_name ?? '',
  }
}
