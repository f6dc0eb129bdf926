import type { FlowFacts } from '../../features/login-flow/index.ts'

/** Whether people may register where the page is: the policy allows it, and a way to log in afterwards. */
export function offersRegistration({ context }: Pick<FlowFacts, 'context'>): boolean {
  const { allowRegister, allowUsernamePassword, passwordlessAllowed } = context
  return allowRegister && (allowUsernamePassword || passwordlessAllowed)
}
