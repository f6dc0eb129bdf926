import type { Factor, KindEvents } from '../../access/factor.ts'
import type { Stream } from '../../eventlog/types.ts'
import { emailFactor, smsFactor } from '../one-time-codes/index.ts'
import { keyFactor } from '../passkeys/index.ts'
import { totpFactor } from '../totp/index.ts'

/** The second factors and passkeys that a recovery code can stand in for, in the order in which checks run. */
export const ownFactors: readonly Factor[] = [keyFactor, totpFactor, smsFactor, emailFactor]

const kinds: readonly KindEvents[] = ownFactors.flatMap((factor) => Object.values(factor.kinds))

/** Events after which a person may have lost their last own factor. */
export const ownFactorLost = kinds.flatMap(({ removed, voided = [] }) =>
  removed === undefined ? voided : [removed, ...voided],
)

/** Whether the person can use a second factor or passkey of their own. */
export function hasOwnFactor(user: Stream): boolean {
  return kinds.some(({ isReady }) => isReady?.(user))
}
