import { matchesDigest, newTokenSecret, tokenDigest } from '../../../access/tokenSecret.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import { type AuthorizationRequest, authRequestAdded, authRequestPushed } from '../events.ts'
import { isOver, pushedLifetime } from '../lifetimes.ts'
import { authRequestFacet, type PushedParameters } from '../state.ts'
import { authRequestId, handleText, requestNumberOf } from '../tokens.ts'

/** Opens a request that a login is to answer, on the stream on which it was pushed if it was; returns its id. */
export async function openAuthRequest(
  tx: Transaction,
  request: AuthorizationRequest,
  pushed: Stream | undefined,
): Promise<string> {
  const stream = pushed ?? tx.begin({ type: 'auth_request', id: authRequestId(newId()) })
  await tx.append(stream, [authRequestAdded(request)], { owner: tx.instanceId })
  return stream.id
}

/** The prefix of the handles of pushed requests (RFC 9126 §2.2). */
export const requestUriPrefix = 'urn:ietf:params:oauth:request_uri:'

/** Keeps the parameters of a pushed request; returns its `request_uri`. */
export async function pushRequest(
  tx: Transaction,
  { clientId, parameters }: { readonly clientId: string; readonly parameters: PushedParameters },
): Promise<string> {
  const stream = tx.begin({ type: 'auth_request', id: authRequestId(newId()) })
  const handleId = newId()
  const secret = newTokenSecret()
  tx.seal(stream, handleId, tokenDigest(secret))
  const parametersCopy = parameters as Record<string, string | string[]>
  await tx.append(stream, [authRequestPushed({ clientId, handleId, parameters: parametersCopy })], {
    owner: tx.instanceId,
  })
  const handle = handleText.format({ requestNumber: requestNumberOf(stream.id), handleId, secret })
  return `${requestUriPrefix}${handle}`
}

/**
 * Returns the stream and parameters of a pushed request; undefined if it is unknown, another client's, used or too old. Opening the
 * request on the stream uses it up.
 */
export async function takePushed(
  tx: Transaction,
  requestUri: string,
  clientId: string,
): Promise<{ readonly stream: Stream; readonly parameters: PushedParameters } | undefined> {
  const handle = handleOf(requestUri)
  if (handle === undefined) return undefined
  const stream = await tx.load({ type: 'auth_request', id: authRequestId(handle.requestNumber) })
  const state = stream.state(authRequestFacet)
  if (state.kind !== 'pushed' || state.clientId !== clientId || state.handleId !== handle.handleId) {
    return undefined
  }
  if (isOver(state.at, pushedLifetime, tx.now)) return undefined
  const digest = await tx.secret(stream, state.handleId)
  if (!matchesDigest(handle.secret, digest)) return undefined
  return { stream, parameters: state.parameters as PushedParameters }
}

/** Returns the id of the stream that a `request_uri` names; undefined if it is none of ours. */
export function pushedStreamId(requestUri: string): string | undefined {
  const handle = handleOf(requestUri)
  return handle && authRequestId(handle.requestNumber)
}

function handleOf(requestUri: string) {
  if (!requestUri.startsWith(requestUriPrefix)) return undefined
  return handleText.parse(requestUri.slice(requestUriPrefix.length))
}
