import type { Reason } from '../../kit/useReason.ts'
import type { Factor } from './factors.ts'

/** How a person gets the link with which they add a passkey. */
export type LinkWay = 'mail' | 'show' | 'none'

/** What is to be done for a person who has lost a factor. */
export interface LostFactorPlan {
  readonly lost: readonly Factor[]
  readonly endAccess: boolean
  readonly link: LinkWay
  /** Goes into the log with each step. */
  readonly reason: Reason
}
