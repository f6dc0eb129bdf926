import type { Call } from '../../access/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { answerEndpoint } from './authorize/answerEndpoint.ts'
import { authorizeEndpoint } from './authorize/authorizeEndpoint.ts'
import { pushEndpoint } from './authorize/pushEndpoint.ts'
import { deviceEndpoint } from './deviceEndpoint.ts'
import { discoveryEndpoints } from './discovery/discoveryEndpoints.ts'
import { introspectionEndpoint } from './introspect.ts'
import { keysEndpoint } from './keysEndpoint.ts'
import type { AnonymousDeps } from './limitAnonymous.ts'
import { endSessionEndpoint } from './logout/endSessionEndpoint.ts'
import { registerEndpoint, registrationEndpoint } from './registerEndpoint.ts'
import { revocationEndpoint } from './revoke.ts'
import { tokenEndpoint } from './tokenEndpoint.ts'
import { userinfoEndpoint } from './userinfo.ts'

export { answerWithTokens } from './authorize/implicitAnswer.ts'
export type { OidcDeps } from './oidcDeps.ts'

/** The endpoints of OAuth and OpenID Connect, one line for each file; the metadata of the server names those that are here. */
export function oidcEndpoints(on: AnonymousDeps): readonly Endpoint<Call>[] {
  const endpoints = [
    authorizeEndpoint(on),
    answerEndpoint(on),
    pushEndpoint(on),
    tokenEndpoint(on),
    deviceEndpoint(on),
    registerEndpoint(on),
    registrationEndpoint(on),
    introspectionEndpoint(on),
    revocationEndpoint(on),
    userinfoEndpoint(on),
    keysEndpoint(on),
    endSessionEndpoint(on),
  ]
  return [
    ...endpoints,
    ...discoveryEndpoints(
      on,
      endpoints.map(({ path }) => path),
    ),
  ]
}
