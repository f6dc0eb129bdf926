import type { Reaction } from '../../eventlog/types.ts'
import { accept } from '../../kernel/refusal.ts'
import { followLastFactor } from './commands/changeCodes.ts'
import { hasOwnFactor, ownFactorLost } from './ownFactors.ts'
import { recoveryCodesFacet } from './state.ts'

/** Recovery codes go with the last factor that they could stand in for, in the same commit. */
export const removesCodesWithLastFactor: Reaction = {
  on: ownFactorLost,
  async react(tx, user, { type }) {
    const events = accept(followLastFactor(user.state(recoveryCodesFacet), hasOwnFactor(user), type))
    if (events.length > 0) await tx.append(user, events)
  },
}
