import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { namedUser } from '../../../access/streamNames.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId as toUserId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { resetPassword } from '../writes/resetPassword.ts'
import { setPassword } from '../writes/setPassword.ts'
import { decodeMedium, decodeProof } from './decode.ts'

const passwordMissing = refuse('password.missing', 'invalid_argument', 'give the new password')

/** The password methods of `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    setPassword: method(
      {
        appendsTo: namedUser,
        credentialOf: ({ userId, verification }) => (verification.case === undefined ? userId : undefined),
      },
      async ({ userId, newPassword, verification }, call: Call) => {
        if (newPassword === undefined) throw new DomainError(passwordMissing)
        const { password, changeRequired } = newPassword
        const next = { kind: 'plain', password, changeRequired } as const
        const change = { next, proof: decodeProof(verification) }
        return { details: changedV2(await setPassword(deps, call, toUserId(userId), change)) }
      },
    ),
    passwordReset: method(
      {
        appendsTo: namedUser,
        credentialOf: ({ userId, medium }) => (medium.case === 'returnCode' ? userId : undefined),
      },
      async ({ userId, medium }, call: Call) => {
        const { user, code } = await resetPassword(deps, call, toUserId(userId), decodeMedium(medium))
        return { details: changedV2(user), ...(code && { verificationCode: code }) }
      },
    ),
  })
