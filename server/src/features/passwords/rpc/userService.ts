import { NotificationType, type SetPassword } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { type PasswordResetRequest, UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { namedUser } from '../../../access/streamNames.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type ResetMedium, resetPassword } from '../resetPassword.ts'
import { type PasswordProof, setPassword } from '../setPassword.ts'

const passwordMissing = refuse('password.missing', 'invalid_argument', 'give the new password')

/** The password parts of `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    setPassword: method(
      { appendsTo: namedUser },
      async ({ userId, newPassword, verification }, call: Call) => {
        if (newPassword === undefined) throw new DomainError(passwordMissing)
        const { password, changeRequired } = newPassword
        const next = { kind: 'plain', password, changeRequired } as const
        const proof = decodeProof(verification)
        return { details: changedV2(await setPassword(deps, call, userId, { next, proof })) }
      },
    ),
    passwordReset: method({ appendsTo: namedUser }, async ({ userId, medium }, call: Call) => {
      const { user, code } = await resetPassword(deps, call, userId, decodeMedium(medium))
      return { details: changedV2(user), ...(code && { verificationCode: code }) }
    }),
  })

/** The oneof `verification`; nothing set leans on the caller's right. */
export function decodeProof(verification: SetPassword['verification']): PasswordProof {
  switch (verification.case) {
    case 'currentPassword':
      return { kind: 'current', password: verification.value }
    case 'verificationCode':
      return { kind: 'code', code: verification.value }
    default:
      return { kind: 'right' }
  }
}

/** E-mail unless told otherwise (users notes §4). */
function decodeMedium(medium: PasswordResetRequest['medium']): ResetMedium {
  if (medium.case === 'returnCode') return { kind: 'return' }
  const { notificationType, urlTemplate } = medium.value ?? {}
  return { kind: notificationType === NotificationType.SMS ? 'sms' : 'email', urlTemplate }
}
