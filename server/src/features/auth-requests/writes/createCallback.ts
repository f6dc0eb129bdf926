import type { CreateCallbackRequest } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { hasPermission, isSelf, requirePermission } from '../../../access/permission.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import { projectAdmits } from '../../authorizations/index.ts'
import type { Deps } from '../../manifest.ts'
import { type LinkedSession, linkOf, linkSession } from '../../sessions/index.ts'
import { answerUrl, errorParameters } from '../answerUrl.ts'
import { openRequest, refusableRequest } from '../commands/answerRequest.ts'
import { meetAssurance, meetIdentity, type Proved, withProjectLevel } from '../commands/meetDemands.ts'
import { type AuthorizationRequest, authRequestFailed, authRequestSessionLinked } from '../events.ts'
import { callbackMissing, notProved } from '../refusals.ts'
import { decodeError } from '../rpc/decode.ts'
import { authRequestFacet, type Open } from '../state.ts'
import { type AnswerWithTokens, completeRequest } from './completeRequest.ts'
import { newTicket } from './newTicket.ts'

/** The URL to which the login sends the browser, and the request after the answer. */
export interface Callback {
  readonly stream: Stream
  readonly url: string
}

type Answer = Exclude<CreateCallbackRequest['callbackKind'], { case: undefined }>

/** Answers a request with a session or with an error (oidc.v2 `CreateCallback`). */
export async function createCallback(
  deps: Deps,
  call: Call,
  { authRequestId, callbackKind }: CreateCallbackRequest,
  withTokens: AnswerWithTokens,
): Promise<Callback> {
  if (callbackKind.case === undefined) throw new DomainError(callbackMissing)
  const ref = { type: 'auth_request', id: authRequestId }
  const { stream, url } = await workOn(deps.log, writing(call), ref, (stream, tx) =>
    callbackKind.case === 'error'
      ? refuseRequest(tx, call, stream, callbackKind.value)
      : linkRequest({ deps, call, tx, stream, withTokens }, callbackKind.value),
  )
  return { stream, url: await url() }
}

type Answered = { readonly stream: Stream; readonly url: () => Promise<string> | string }

async function refuseRequest(
  tx: Transaction,
  call: Call,
  stream: Stream,
  message: Extract<Answer, { case: 'error' }>['value'],
): Promise<Answered> {
  const { request } = accept<Open>(refusableRequest(stream.state(authRequestFacet), tx.now))
  requireLogin(call, request)
  const answer = decodeError(message)
  if (request.responseMode === 'form_post') {
    const { ticketId, url } = newTicket(tx, stream, request)
    await tx.append(stream, [authRequestFailed({ ...answer, ticketId })])
    return { stream, url: () => url }
  }
  await tx.append(stream, [authRequestFailed(answer)])
  return { stream, url: () => answerUrl(request, errorParameters(answer)) }
}

interface Linking {
  readonly deps: Deps
  readonly call: Call
  readonly tx: Transaction
  readonly stream: Stream
  readonly withTokens: AnswerWithTokens
}

async function linkRequest(
  { deps, call, tx, stream, withTokens }: Linking,
  session: Extract<Answer, { case: 'session' }>['value'],
): Promise<Answered> {
  const { request, addedAt } = accept<Open>(openRequest(stream.state(authRequestFacet), tx.now))
  const trusted = requireLogin(call, request)
  const linked = accept<LinkedSession>(await linkSession(deps, tx, session))
  if (!trusted && !linked.assurance.allowed) throw new DomainError(notProved)
  const proved: Proved = {
    userId: linked.user.id,
    userOrgId: linked.user.owner,
    level: linked.assurance.aal,
    provedAt: linked.provedAt,
  }
  const admission = await projectAdmits(tx, {
    instanceId: tx.instanceId,
    projectId: request.projectId,
    userId: proved.userId,
    userOrgId: proved.userOrgId,
  })
  const demanded = withProjectLevel(request, admission.requiredAcr)
  const unmet = admission.refusal ?? meetIdentity(request, proved) ?? meetAssurance(demanded, addedAt, proved)
  if (unmet) throw new DomainError(unmet)
  const link = {
    ...linkOf(linked),
    ...(admission.admittedBy.length > 0 && { admittedBy: [...admission.admittedBy] }),
  }
  if (request.responseMode === 'form_post') {
    const { ticketId, url } = newTicket(tx, stream, request)
    await tx.append(stream, [authRequestSessionLinked({ ...link, ticketId })])
    return { stream, url: () => url }
  }
  await tx.append(stream, [authRequestSessionLinked(link)])
  const answer = await completeRequest(tx, stream, withTokens)
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
