import type { SecurityFact } from '../../features/audit/index.ts'
import type { Translate } from './translate.ts'

/** Returns what happened to the security of an account, for its person. */
export function eventText(t: Translate, fact: SecurityFact): string {
  switch (fact.kind) {
    case 'factor_proved':
    case 'factor_failed':
    case 'factor_added':
    case 'factor_removed':
      return t(`event.${fact.kind}.${fact.factor}`)
    case 'app_revoked':
      return t(keyOfRevocation(fact.reason))
    default:
      return t(`event.${fact.kind}`)
  }
}

/** Other reasons are events of their own: the person's, an administrator's, or the end of the sign-in. */
function keyOfRevocation(reason: string) {
  if (reason === 'client') return 'event.app_revoked_client'
  return reason.endsWith('_reused') ? 'event.app_revoked_reused' : 'event.app_revoked'
}
