import type { Call } from '../../access/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { tokenEndpoint } from './tokenEndpoint.ts'

export type { OidcDeps } from './oidcDeps.ts'

/** The endpoints of OAuth and OpenID Connect, one line for each file. */
export function oidcEndpoints(on: OidcDeps): readonly Endpoint<Call>[] {
  return [tokenEndpoint(on)]
}
