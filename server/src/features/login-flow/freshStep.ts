import { provedInFullAt } from '../../access/freshProof.ts'
import { firstFactorStep, secondFactorStep } from './factorSteps.ts'
import type { Because, LoginStep } from './loginStep.ts'
import { type Standing, standingOf } from './standing.ts'

/**
 * Asks for the person's proofs again before they set up a factor, because the contract's methods accept only fresh ones (ADR 33). An
 * offer that needs them is dropped: nobody is asked for a password in order to be asked a question.
 */
export function freshStep(standing: Standing, step: LoginStep | undefined): LoginStep | undefined {
  if (step?.kind !== 'enrol') return step
  const { facts, person, input } = standing
  const { freshMinutes, now, session } = facts
  const since = now.getTime() - freshMinutes * 60_000
  const provedAt = provedInFullAt(input)
  if (freshMinutes === 0 || (provedAt !== null && Date.parse(provedAt) >= since)) return step
  if (step.skippable) return undefined
  const proofs = (session?.proofs ?? []).filter(({ at }) => Date.parse(at) >= since)
  const fresh = standingOf({ ...facts, session: session && { ...session, proofs } }, person)
  const again = firstFactorStep(fresh) ?? secondFactorStep(fresh)
  if (again === undefined || again.kind === 'enrol') return step
  const demand: Because = {
    rule: 'fresh_proof',
    level: 'instance',
    values: { minutes: String(freshMinutes) },
  }
  return { ...again, because: [demand, ...step.because] }
}
