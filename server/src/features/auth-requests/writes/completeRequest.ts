import { newTokenSecret, tokenDigest } from '../../../access/tokenSecret.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import type { OidcClient } from '../../applications/index.ts'
import type { AnswerParameters } from '../answerUrl.ts'
import { authRequestCodeAdded } from '../events.ts'
import { authRequestFacet, type Linked } from '../state.ts'
import { codeText, requestNumberOf } from '../tokens.ts'

/**
 * Issues the tokens of an implicit answer in the caller's unit of work and appends `auth_request.succeeded`. The function that it
 * returns signs them once they are committed.
 */
export type AnswerWithTokens = (
  tx: Transaction,
  stream: Stream,
  linked: Linked,
  client: OidcClient,
) => Promise<() => Promise<AnswerParameters>>

/**
 * Ends a linked request with a new code, or with tokens if the client asked for these. Returns a function that gives the answer
 * after the commit.
 */
export async function completeRequest(
  tx: Transaction,
  stream: Stream,
  withTokens: AnswerWithTokens,
  client: OidcClient,
): Promise<() => Promise<AnswerParameters>> {
  const state = stream.state(authRequestFacet)
  if (state.kind !== 'linked') throw new Error('the request is not linked to a session')
  if (state.request.responseType !== 'code') return withTokens(tx, stream, state, client)
  const codeId = newId()
  const secret = newTokenSecret()
  tx.seal(stream, codeId, tokenDigest(secret))
  await tx.append(stream, [authRequestCodeAdded({ codeId })])
  const code = codeText.format({ requestNumber: requestNumberOf(stream.id), codeId, secret })
  return async () => ({ code })
}
