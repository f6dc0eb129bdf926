import type { Call } from '../../../access/call.ts'
import { type Endpoint, endpoint } from '../../../contract/endpoint.ts'
import { answerPath, takeTicket, ticketRef } from '../../../features/auth-requests/index.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { openRequestLookup } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { answerReply, untrustedReply } from './answerReply.ts'
import { answerWithTokens } from './implicitAnswer.ts'

const unusable = 'this answer is unknown, used or too old; go back to the application and log in again'

/** Hands an answer to the client by a form, once: the login sends the browser here, so that no code is ever part of a URL. */
export function answerEndpoint(on: OidcDeps): Endpoint<Call> {
  const find = openRequestLookup(on, [])
  const withTokens = answerWithTokens(on)
  return endpoint({
    methods: ['GET'],
    path: answerPath,
    credential: 'protocol',
    cors: 'none',
    body: 'none',
    refusals: 'oauth',
    async handle({ query, head }) {
      const ticket = query.get('ticket') ?? ''
      const { instanceId, now } = await find(head, {})
      const writing = { instanceId, creator: 'anonymous', now }
      const { result } = await on.log.transact(writing, ticketRef(ticket), (tx) =>
        takeTicket(tx, ticket, withTokens),
      )
      if (result === undefined || isRefusal(result)) {
        return untrustedReply(head, new OAuthError('invalid_request', result?.message ?? unusable))
      }
      return answerReply(result.request, await result.answer())
    },
  })
}
