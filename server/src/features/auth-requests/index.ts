import type { Deps, Feature } from '../manifest.ts'
import { authRequestMigrations } from './migrations.ts'
import { deadAuthRequests } from './retention.ts'
import { oidcService } from './rpc/oidcService.ts'
import { authRequestFacet } from './state.ts'
import type { AnswerWithTokens } from './writes/completeRequest.ts'

export { type AnswerParameters, answerUrl, completeAnswer, errorParameters } from './answerUrl.ts'
export { openRequest } from './commands/answerRequest.ts'
export { receivingClient, refuseResponseType } from './commands/meetClient.ts'
export { acceptsUser } from './commands/meetDemands.ts'
export type { NotRedeemed, Redemption } from './commands/redeemCode.ts'
export type { AuthorizationRequest, Prompt, ResponseMode, ResponseType, SessionLink } from './events.ts'
export { authRequestSucceeded } from './events.ts'
export { pushedLifetime } from './lifetimes.ts'
export { otherOrganization, otherUser } from './refusals.ts'
export {
  type AuthRequestState,
  authRequestFacet,
  type Linked,
  type PushedParameters,
  type WithCode,
} from './state.ts'
export { authRequestId, codeText } from './tokens.ts'
export { answerRequest } from './writes/answerRequest.ts'
export type { AnswerWithTokens } from './writes/completeRequest.ts'
export { exchangeCode } from './writes/exchangeCode.ts'
export { answerPath } from './writes/newTicket.ts'
export {
  openAuthRequest,
  pushedStreamId,
  pushRequest,
  requestUriPrefix,
  takePushed,
} from './writes/openAuthRequest.ts'
export { takeTicket, ticketRef, type WaitingAnswer } from './writes/takeTicket.ts'

/** Authorization requests of clients: opened by the protocol, answered by a login (oidc.v2). */
export const authRequestsOf = (withTokens: (deps: Deps) => AnswerWithTokens): Feature => ({
  name: 'auth-requests',
  migrations: authRequestMigrations,
  tables: ['auth_requests'],
  facets: [authRequestFacet],
  handlers: (deps) => [oidcService(deps, withTokens(deps))],
  dead: [deadAuthRequests],
})
