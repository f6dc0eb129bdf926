import { type CheckRequest, type FactorStep, refusedStep, type StepOutcome } from '../../access/factor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { isUsable, userFacet } from '../users/index.ts'
import { checkUser } from './commands/checkUser.ts'
import { refuseInactiveOrganization } from './organizationInactive.ts'
import { sessionFacet } from './state.ts'

/** Binds the session to the user that the request names and that was looked up before (`userId` undefined: nobody). */
export async function userStep(step: FactorStep, { userId }: CheckRequest): Promise<StepOutcome> {
  const user = userId === undefined ? undefined : await step.tx.load({ type: 'user', id: userId })
  const state = user?.state(userFacet) ?? { kind: 'none' as const }
  const known = user !== undefined && state.kind !== 'none'
  const candidate = known
    ? { id: user.id, orgId: user.owner, usable: isUsable(state, step.tx.now) }
    : undefined
  const stopped = known ? await refuseInactiveOrganization(step.tx, user) : undefined
  if (stopped) return refusedStep(stopped)
  const events = checkUser(step.session.state(sessionFacet), candidate)
  if (isRefusal(events)) return { ...refusedStep(events), ...(known && { user }) }
  return { sessionEvents: events, userEvents: [], ...(known && { user }) }
}
