import type { LookupParts } from '../../access/lookupParts.ts'
import type { FetchClientDocument } from '../../features/applications/index.ts'
import type { Deps } from '../../features/manifest.ts'

/** The dependencies of the protocol's endpoints. */
export interface OidcDeps extends Deps {
  /** How a request finds its instance, and the memberships of a user. */
  readonly lookupParts: Pick<LookupParts, 'instance' | 'memberships'>
  /** Fetches the metadata document of a client into the cache. */
  readonly fetchClientDocument: FetchClientDocument
}
