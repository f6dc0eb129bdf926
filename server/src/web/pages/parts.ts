import type { FactorName } from '../../access/factorKinds.ts'
import type { LoginStep } from '../../features/login-flow/index.ts'
import type { AccountChip } from '../kit/view.ts'
import { whyText } from '../texts/whyText.ts'
import type { PageContext } from './pageContext.ts'

/** Whether a step can be taken by a check of this factor. */
export function offers(step: LoginStep, factor: FactorName): boolean {
  const isCheck = step.kind === 'first_factor' || step.kind === 'second_factor'
  return isCheck && step.options.some((option) => option === factor)
}

/** Returns the reasons of the step for "Why am I asked?". */
export function whyOf({ step, t }: PageContext): readonly string[] {
  return step.because.map((because) => whyText(t, because))
}

/**
 * Returns the account of the page. A name that was only typed is shown as it was typed: its spelling, the display name and whether it is
 * known are nobody's business before something was proved.
 */
export function accountChip({ facts, query, look, link }: PageContext): AccountChip {
  const change = link('accounts', { sessionId: undefined, loginName: undefined })
  const { person, claim } = facts
  if (claim !== 'held' || person === undefined) return { loginName: query.get('loginName') ?? '', change }
  const loginName = look.hidesLoginNameSuffix ? withoutSuffix(person.loginName) : person.loginName
  return { loginName, displayName: person.displayName, change }
}

function withoutSuffix(loginName: string): string {
  const at = loginName.lastIndexOf('@')
  return at > 0 ? loginName.slice(0, at) : loginName
}
