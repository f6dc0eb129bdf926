import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import type { MadeCredential } from './credential.ts'
import type { Framework } from './frameworks/frameworks.ts'
import type { Kind, Method } from './methods.ts'

/** What a new application begins as. */
export interface Plan {
  readonly kind: Kind
  readonly method: Method
  readonly framework?: Framework
  /** True if all settings are made by hand. */
  readonly isExpert?: boolean
}

/** An application that was just made, with the credential that is shown once. */
export interface MadeApplication {
  readonly project: Project
  readonly plan: Plan
  readonly applicationId: string
  readonly name: string
  readonly clientId: string
  readonly callback: string
  readonly logout: string
  readonly credential: MadeCredential | undefined
}
