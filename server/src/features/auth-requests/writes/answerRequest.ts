import { type Call, writing } from '../../../access/call.ts'
import { hasPermission, isSelf, requirePermission } from '../../../access/permission.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { accept, DomainError, type Refusal } from '../../../kernel/refusal.ts'
import { type OidcClient, readApplication } from '../../applications/index.ts'
import { keptAdmission, projectAdmits, withProjectLevel } from '../../authorizations/index.ts'
import type { Deps } from '../../manifest.ts'
import { type LinkedSession, linkOf } from '../../sessions/index.ts'
import { answerUrl, type ErrorAnswer, errorParameters } from '../answerUrl.ts'
import { openRequest, refusableRequest } from '../commands/answerRequest.ts'
import { receivingClient, refuseResponseType } from '../commands/meetClient.ts'
import { meetAssurance, meetIdentity, type Proved } from '../commands/meetDemands.ts'
import { type AuthorizationRequest, authRequestFailed, authRequestSessionLinked } from '../events.ts'
import { notProved } from '../refusals.ts'
import { authRequestFacet, type Open } from '../state.ts'
import { type AnswerWithTokens, completeRequest } from './completeRequest.ts'
import { newTicket } from './newTicket.ts'

/** The URL to which the login sends the browser, and the request after the answer. */
export interface Callback {
  readonly stream: Stream
  readonly url: string
}

/** How a login answers a request. */
export type RequestAnswer =
  | ({ readonly kind: 'error' } & ErrorAnswer)
  | {
      readonly kind: 'session'
      /** Takes the session in the unit of work, which guards it. */
      readonly link: (tx: Transaction) => Promise<LinkedSession | Refusal>
      /** What the login itself demands of the session. */
      readonly demand?: (tx: Transaction, linked: LinkedSession, open: Open) => Promise<Refusal | undefined>
    }

/** Answers a request with a session or with an error; for `CreateCallback` of the contract and for our own pages. */
export async function answerRequest(
  { log }: Pick<Deps, 'log'>,
  call: Call,
  authRequestId: string,
  answer: RequestAnswer,
  withTokens: AnswerWithTokens,
): Promise<Callback> {
  const ref = { type: 'auth_request', id: authRequestId }
  const { stream, url } = await workOn(log, writing(call), ref, (stream, tx) =>
    answer.kind === 'error'
      ? refuseRequest(tx, call, stream, answer)
      : linkRequest({ call, tx, stream, withTokens }, answer),
  )
  return { stream, url: await url() }
}

type Answered = { readonly stream: Stream; readonly url: () => Promise<string> | string }

async function refuseRequest(
  tx: Transaction,
  call: Call,
  stream: Stream,
  { kind: _kind, ...answer }: Extract<RequestAnswer, { kind: 'error' }>,
): Promise<Answered> {
  const { request } = accept<Open>(refusableRequest(stream.state(authRequestFacet), tx.now))
  requireLogin(call, request)
  const { client } = await readApplication(tx, request)
  accept<OidcClient>(receivingClient(client, request))
  return failRequest(tx, stream, request, answer)
}

async function failRequest(
  tx: Transaction,
  stream: Stream,
  request: AuthorizationRequest,
  answer: ErrorAnswer,
): Promise<Answered> {
  if (request.responseMode === 'form_post') {
    const { ticketId, url } = newTicket(tx, stream, request)
    await tx.append(stream, [authRequestFailed({ ...answer, ticketId })])
    return { stream, url: () => url }
  }
  await tx.append(stream, [authRequestFailed(answer)])
  return { stream, url: () => answerUrl(request, errorParameters(answer)) }
}

interface Linking {
  readonly call: Call
  readonly tx: Transaction
  readonly stream: Stream
  readonly withTokens: AnswerWithTokens
}

async function linkRequest(
  { call, tx, stream, withTokens }: Linking,
  { link: takeSession, demand }: Extract<RequestAnswer, { kind: 'session' }>,
): Promise<Answered> {
  const open = accept<Open>(openRequest(stream.state(authRequestFacet), tx.now))
  const { request, addedAt } = open
  const trusted = requireLogin(call, request)
  const [application, taken] = await Promise.all([readApplication(tx, request), takeSession(tx)])
  const client = accept<OidcClient>(receivingClient(application.client, request))
  const linked = accept<LinkedSession>(taken)
  if (!trusted && !linked.assurance.allowed) throw new DomainError(notProved)
  const proved: Proved = {
    userId: linked.user.id,
    userOrgId: linked.user.owner,
    level: linked.assurance.aal,
    provedAt: linked.provedAt,
  }
  const refused = refuseResponseType(client, request)
  if (refused) return failRequest(tx, stream, request, refused)
  const { userId, userOrgId } = proved
  const [admission, undone] = await Promise.all([
    projectAdmits(tx, application.demands, { projectId: request.projectId, userId, userOrgId }),
    demand?.(tx, linked, open),
  ])
  if (undone) throw new DomainError(undone)
  const demanded = withProjectLevel(request, admission.requiredAcr)
  const unmet = admission.refusal ?? meetIdentity(request, proved) ?? meetAssurance(demanded, addedAt, proved)
  if (unmet) throw new DomainError(unmet)
  const link = { ...linkOf(linked), ...keptAdmission(admission, tx.now) }
  if (request.responseMode === 'form_post') {
    const { ticketId, url } = newTicket(tx, stream, request)
    await tx.append(stream, [authRequestSessionLinked({ ...link, ticketId })])
    return { stream, url: () => url }
  }
  await tx.append(stream, [authRequestSessionLinked(link)])
  const answer = await completeRequest(tx, stream, withTokens, client)
  return { stream, url: async () => answerUrl(request, await answer()) }
}

/**
 * Lets pass the login that began the request, else callers with `session.link`. Returns whether the caller has the permission: the
 * header that names a login is not verified, so such a caller is no more trusted than any user.
 */
function requireLogin(call: Call, { loginClient }: AuthorizationRequest): boolean {
  const { principal, instance } = call
  if (hasPermission(principal, 'session.link', { instanceId: instance.id })) return true
  if (loginClient === undefined || !isSelf(principal, loginClient)) {
    requirePermission(call, 'session.link', {})
  }
  return false
}
