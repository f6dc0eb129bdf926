import type { PasswordResetRequest } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { NotificationType, type SetPassword } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import type { ResetMedium } from '../writes/resetPassword.ts'
import type { PasswordProof } from '../writes/setPassword.ts'

/** Decodes the oneof `verification`; without one the caller needs the right. */
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

/** Decodes the oneof `medium`; e-mail is the default (users notes §4). */
export function decodeMedium(medium: PasswordResetRequest['medium']): ResetMedium {
  if (medium.case === 'returnCode') return { kind: 'return' }
  const { notificationType, urlTemplate } = medium.value ?? {}
  return { kind: notificationType === NotificationType.SMS ? 'sms' : 'email', urlTemplate }
}
