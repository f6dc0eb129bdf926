import type { DescMethod } from '@bufbuild/protobuf'
import type { Admission } from '../contract/dispatch.ts'
import type { HandlerLookup } from '../contract/handlers.ts'
import { methodPermission } from '../contract/methodPermission.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError } from '../kernel/refusal.ts'
import { type Authenticator, authenticate, bearerToken } from './authenticate.ts'
import type { Call } from './call.ts'
import { notImplemented } from './refusals.ts'

const systemService = 'zitadel.system.v1.SystemService'
const instanceService = 'zitadel.instance.v2.InstanceService'

/** Whether a method belongs to the system API, whose requests name their instance in the message. */
export function isSystemMethod(method: DescMethod): boolean {
  return method.parent.typeName === systemService
}

/** Whether system users may call a method at any host, because its message can name the instance (platform notes §2). */
export function needsNoHost(method: DescMethod): boolean {
  return method.parent.typeName === instanceService
}

/**
 * Creates the checks that come before the body. `authenticate` costs the look-up that the call itself will do again, and is used
 * for large bodies only. A caller of the system API is authenticated without the instance that only the message names.
 */
export function createAdmission(on: {
  readonly authenticator: Authenticator
  readonly lookup: HandlerLookup<Call>
  readonly clock: Clock
}): Admission {
  return {
    check(method, headers) {
      if (on.lookup(method) === undefined) throw new DomainError(notImplemented(method))
      if (methodPermission(method) !== undefined) bearerToken(headers)
    },
    async authenticate(method, head) {
      const demand = {
        tokenNeeded: methodPermission(method) !== undefined,
        instanceId: isSystemMethod(method) ? '' : undefined,
        needsNoHost: needsNoHost(method),
        enrols: on.lookup(method)?.traits?.enrols,
      }
      await authenticate(on.authenticator, head, demand, on.clock.now())
    },
  }
}
