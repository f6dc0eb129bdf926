import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { secondFactors } from '../../../access/factorKinds.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { listFactors } from '../queries.ts'
import { callerUserId } from '../rights.ts'
import { authFactorV1 } from './encode.ts'

/** The list of `zitadel.auth.v1.AuthService`: the caller's own factors. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    listMyAuthFactors: method({ enrols: 'any' }, async (_request, call: Call) => {
      const userId = callerUserId(call)
      const { rows } = await listFactors(deps, call.instance.id, userId, secondFactors, ['ready'])
      return { result: rows.map(authFactorV1) }
    }),
  })
