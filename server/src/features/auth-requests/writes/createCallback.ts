import type { CreateCallbackRequest } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import type { Call } from '../../../access/call.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { linkSession } from '../../sessions/index.ts'
import { callbackMissing } from '../refusals.ts'
import { decodeError } from '../rpc/decode.ts'
import { answerRequest, type Callback } from './answerRequest.ts'
import type { AnswerWithTokens } from './completeRequest.ts'

/** Answers a request with a session and its token, or with an error (oidc.v2 `CreateCallback`). */
export async function createCallback(
  deps: Deps,
  call: Call,
  { authRequestId, callbackKind }: CreateCallbackRequest,
  withTokens: AnswerWithTokens,
): Promise<Callback> {
  switch (callbackKind.case) {
    case 'session': {
      const link = (tx: Transaction) => linkSession(deps, tx, callbackKind.value)
      return answerRequest(deps, call, authRequestId, { kind: 'session', link }, withTokens)
    }
    case 'error': {
      const answer = { kind: 'error', ...decodeError(callbackKind.value) } as const
      return answerRequest(deps, call, authRequestId, answer, withTokens)
    }
    default:
      throw new DomainError(callbackMissing)
  }
}
