import { AuthFactorState as StateV1 } from '@sallyport/contract/zitadel/user_pb.js'
import { AuthFactorState as StateV2 } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { factorKind } from '../../../access/factorKinds.ts'
import type { FactorRow } from '../queries.ts'

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

function factorType({ kind, factor_id: id, name }: FactorRow): FactorType {
  const { listed, many } = factorKind(kind)
  return { case: listed?.field, value: many ? { id, name } : {} } as FactorType
}
