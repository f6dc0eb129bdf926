import type { Call } from '../../access/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { answerEndpoint } from './authorize/answerEndpoint.ts'
import { authorizeEndpoint } from './authorize/authorizeEndpoint.ts'
import { pushEndpoint } from './authorize/pushEndpoint.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { tokenEndpoint } from './tokenEndpoint.ts'

export { answerWithTokens } from './authorize/implicitAnswer.ts'
export type { OidcDeps } from './oidcDeps.ts'

/** The endpoints of OAuth and OpenID Connect, one line for each file. */
export function oidcEndpoints(on: OidcDeps): readonly Endpoint<Call>[] {
  return [authorizeEndpoint(on), answerEndpoint(on), pushEndpoint(on), tokenEndpoint(on)]
}
