import type { Feature } from '../manifest.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'
import { codesFacets } from './state.ts'

export { sessionCodeEvents } from './events.ts'
export { emailFactor, smsFactor } from './factor.ts'
export { sendSessionCode } from './jobs.ts'

/** One-time codes by SMS and e-mail. */
export const oneTimeCodes: Feature = {
  name: 'one-time-codes',
  facets: [codesFacets.sms, codesFacets.email],
  handlers: (deps) => [userService(deps), authService(deps), managementService(deps)],
}
