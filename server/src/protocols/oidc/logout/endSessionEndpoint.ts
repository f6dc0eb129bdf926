import type { Call } from '../../../access/call.ts'
import { loginRoot } from '../../../access/hostedLinks.ts'
import { type Endpoint, type EndpointReply, endpoint, type RequestHead } from '../../../contract/endpoint.ts'
import { endOwnSession } from '../../../features/sessions/index.ts'
import { redirectTo, untrustedReply } from '../authorize/answerReply.ts'
import { loginPart } from '../authorize/loginUrl.ts'
import { clientPart } from '../client.ts'
import { openClientLookup } from '../clientLookup.ts'
import type { Found } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { type Parameters, parametersOf } from '../parameters.ts'
import { steps } from '../steps.ts'
import { clientAskedFor, type PostLogout, postLogoutTarget } from './clientOfLogout.ts'
import { type Hint, hintPart, unverifiedHint, verifyHint } from './idTokenHint.ts'
import { loginLogoutUrl } from './loginLogout.ts'

const parts = [clientPart, hintPart, loginPart]
/** Where a logout ends if the client names no other place. */
const donePath = `${loginRoot}/logout/done`

/** A request to end a session, with what the look-up found. */
export interface LogoutRequest {
  readonly on: OidcDeps
  readonly parameters: Parameters
  readonly found: Found<(typeof parts)[number]>
}

/** From the request to the place to which the browser goes next (RP-Initiated Logout 1.0 §2, §3). */
const column = steps<LogoutRequest>()
  .step(verifyHint)
  .step(clientAskedFor)
  .step(postLogoutTarget)
  .check(endHintedSession)
  .step(nextPlace)

/**
 * Ends the session that an ID token names, and sends the browser back to the client; without a session to end, to the logout page
 * of the login, which asks the person. Errors stay here, as a browser follows no redirect that is not the client's.
 */
export function endSessionEndpoint(on: OidcDeps): Endpoint<Call> {
  const find = openClientLookup(on, parts, 'cached')
  const run = async (head: RequestHead, form: URLSearchParams): Promise<EndpointReply<'protocol'>> => {
    const parameters = parametersOf(form)
    const hint = unverifiedHint(parameters.get('id_token_hint'))
    const found = await find(head, {
      client_id: parameters.get('client_id') ?? hint.clientId,
      hint_key_id: hint.keyId,
    })
    const { place } = await column.run({ on, parameters, found })
    return redirectTo(place)
  }
  return endpoint({
    methods: ['GET', 'POST'],
    path: '/oidc/v1/end_session',
    credential: 'protocol',
    cors: 'none',
    body: 'form',
    bodyLimit: 16 * 1024,
    refusals: 'oauth',
    async handle({ method, query, body, head }) {
      try {
        return await run(head, method === 'GET' ? query : body)
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error
        return untrustedReply(head, error)
      }
    },
  })
}

async function endHintedSession({
  on,
  found,
  hint,
}: LogoutRequest & { hint: Hint | undefined }): Promise<void> {
  if (hint?.sessionId === undefined) return
  const { instanceId, now } = found
  await endOwnSession(on, { instanceId, sessionId: hint.sessionId, userId: hint.userId, now })
}

async function nextPlace(
  draft: LogoutRequest & PostLogout & { hint: Hint | undefined },
): Promise<{ readonly place: string }> {
  const { hint, target, found } = draft
  if (hint?.sessionId === undefined) return { place: await loginLogoutUrl(draft) }
  return { place: target ?? `${found.origin.url}${donePath}` }
}
