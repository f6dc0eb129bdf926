import type { InProcess } from '../../access/inProcess.ts'
import type { FlowDeps } from '../../features/login-flow/index.ts'
import type { Deps } from '../../features/manifest.ts'
import type { RateLimits } from '../../features/rate-limits/index.ts'

/** The dependencies of pages. */
export interface PageDeps extends Deps, FlowDeps {
  /** The contract's methods for the login and for the person of a page. */
  readonly inProcess: InProcess
  readonly rateLimits: RateLimits
}
