import type { Call } from '../../../access/call.ts'
import { type Endpoint, type EndpointReply, endpoint, type RequestHead } from '../../../contract/endpoint.ts'
import { errorParameters, openAuthRequest } from '../../../features/auth-requests/index.ts'
import { openClientLookup } from '../clientLookup.ts'
import { type AnonymousDeps, limitAnonymous } from '../limitAnonymous.ts'
import { OAuthError } from '../oauthError.ts'
import { parametersOf } from '../parameters.ts'
import { answerReply, redirectTo, untrustedReply } from './answerReply.ts'
import { authorizeColumn, authorizeParts, knownClient } from './authorizeColumn.ts'
import { loginUrl } from './loginUrl.ts'
import { pushedRef, resolveRequest } from './resolveRequest.ts'
import { type Target, targetOf } from './target.ts'

/**
 * The authorization endpoint (RFC 6749 §3.1): opens a request and sends the browser to a login. Until the redirect URI is known to be
 * the client's, errors stay here; from then on the client receives them.
 */
export function authorizeEndpoint(on: AnonymousDeps): Endpoint<Call> {
  const authorize = openAuthorize(on)
  return endpoint({
    methods: ['GET', 'POST'],
    path: '/oauth/v2/authorize',
    credential: 'protocol',
    cors: 'none',
    body: 'form',
    bodyLimit: 16 * 1024,
    refusals: 'oauth',
    async handle({ method, query, body, head }) {
      const place: { target?: Target | undefined } = {}
      try {
        return await authorize(head, method === 'GET' ? query : body, (target) => {
          place.target = target
        })
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error
        if (place.target === undefined) return untrustedReply(head, error)
        const { error: code, message } = error
        return answerReply(place.target, errorParameters({ error: code, description: message }))
      }
    },
  })
}

function openAuthorize(on: AnonymousDeps) {
  const find = openClientLookup(on, authorizeParts, 'fresh')
  const column = authorizeColumn(on)
  return async (
    head: RequestHead,
    form: URLSearchParams,
    trust: (target: Target | undefined) => void,
  ): Promise<EndpointReply<'protocol'>> => {
    const sent = parametersOf(form)
    let isCounted = false
    return on.log.confirmed.byAppend(async ({ read, cacheUse }) => {
      trust(undefined)
      const found = await find(head, { client_id: sent.require('client_id') }, read)
      const client = knownClient(found)
      if (!isCounted) await limitAnonymous(on, head, found)
      isCounted = true
      const { instanceId, now, origin } = found
      const writing = { instanceId, creator: 'anonymous', now, cacheUse }
      const { result } = await on.log.transact(writing, pushedRef(sent), async (tx) => {
        const { parameters, pushed } = await resolveRequest(on, { tx, found, client, sent })
        const target = targetOf(on, client, parameters, origin.url)
        trust(target)
        const loginClient = head.headers.get('x-zitadel-login-client')?.trim() || undefined
        const { request } = await column.run({ tx, found, client, target, parameters, loginClient })
        return openAuthRequest(tx, request, pushed)
      })
      return redirectTo(loginUrl(client, found, result))
    })
  }
}
