import type { InProcess } from '../../access/inProcess.ts'
import type { FlowDeps } from '../../features/login-flow/index.ts'
import type { Deps } from '../../features/manifest.ts'
import type { GuardAct } from '../limits/openActGuard.ts'

/** The dependencies of pages. */
export interface PageDeps extends Deps, FlowDeps {
  /** The contract's methods for the login and for the person of a page. */
  readonly inProcess: InProcess
  /** Limits what strangers can repeat. */
  readonly guard: GuardAct
}
