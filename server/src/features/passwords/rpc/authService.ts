import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userNotFound } from '../../users/index.ts'
import { setPassword } from '../writes/setPassword.ts'

/** The password method of `zitadel.auth.v1.AuthService`: callers change their own. */
export const authService = (deps: Deps) =>
  implement(AuthService, {
    updateMyPassword: async ({ oldPassword, newPassword }, call: Call) => {
      if (call.principal.kind !== 'user') throw new DomainError(userNotFound)
      const next = { kind: 'plain', password: newPassword, changeRequired: false } as const
      const proof = { kind: 'current', password: oldPassword } as const
      return { details: changedV1(await setPassword(deps, call, call.principal.userId, { next, proof })) }
    },
  })
