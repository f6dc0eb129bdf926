import { AuthFactorState as StateV2 } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { AuthFactorState as StateV1 } from '@zitadel/proto/zitadel/user_pb.js'
import type { FactorKind, FactorRow } from '../queries.ts'

/** The kinds that count as second factors in lists; passkeys have lists of their own. */
export const secondFactorKinds: readonly FactorKind[] = ['totp', 'otp_sms', 'otp_email', 'u2f']

/** A factor as `zitadel.user.v1.AuthFactor`. */
export function authFactorV1(row: FactorRow) {
  return { state: row.state === 'ready' ? StateV1.READY : StateV1.NOT_READY, type: factorType(row) }
}

/** A factor as `zitadel.user.v2.AuthFactor`. */
export function authFactorV2(row: FactorRow) {
  return { state: row.state === 'ready' ? StateV2.READY : StateV2.NOT_READY, type: factorType(row) }
}

type FactorType =
  | { case: 'otp' | 'otpSms' | 'otpEmail'; value: Record<never, never> }
  | { case: 'u2f'; value: { id: string; name: string } }

function factorType(row: FactorRow): FactorType {
  switch (row.kind) {
    case 'totp':
      return { case: 'otp', value: {} }
    case 'otp_sms':
      return { case: 'otpSms', value: {} }
    case 'otp_email':
      return { case: 'otpEmail', value: {} }
    case 'u2f':
    case 'passkey':
      return { case: 'u2f', value: { id: row.factor_id, name: row.name } }
  }
}
