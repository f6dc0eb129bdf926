import { isUsable, userFacet } from '../../users/index.ts'
import { checkUser } from '../commands/checkUser.ts'
import { decidedStep, type Step, type StepOutcome } from './step.ts'

/** Binds the session to the user that the request named and that was looked up before (`undefined`: nobody). */
export async function userCheck(step: Step, userId: string | undefined): Promise<StepOutcome> {
  const user = userId === undefined ? undefined : await step.tx.load({ type: 'user', id: userId })
  const state = user?.state(userFacet) ?? { kind: 'none' as const }
  if (user === undefined || state.kind === 'none') return decidedStep(checkUser(step.session, undefined))
  const candidate = { id: user.id, orgId: user.owner, usable: isUsable(state, step.tx.now) }
  return { ...decidedStep(checkUser(step.session, candidate)), user }
}
