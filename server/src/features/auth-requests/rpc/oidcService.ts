import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { isSelf, requirePermission } from '../../../access/permission.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { readableRequest } from '../commands/answerRequest.ts'
import { authRequestFacet } from '../state.ts'
import type { AnswerWithTokens } from '../writes/completeRequest.ts'
import { createCallback } from '../writes/createCallback.ts'
import { assuranceHeaders, authRequestMessage } from './encode.ts'

/** The part of oidc.v2 with which a login reads and answers authorization requests; v2beta is served through it. */
export const oidcService = (deps: Deps, withTokens: AnswerWithTokens) =>
  implement(OIDCService, {
    getAuthRequest: async ({ authRequestId: id }, call: Call) => {
      const stream = await deps.log.load({ instanceId: call.instance.id, type: 'auth_request', id })
      const { request, addedAt } = accept<Readable>(readableRequest(stream.state(authRequestFacet), call.now))
      if (request.loginClient === undefined || !isSelf(call.principal, request.loginClient)) {
        requirePermission(call, 'session.read', {})
      }
      Object.assign(call.responseHeaders, assuranceHeaders(request))
      return { authRequest: authRequestMessage(id, request, addedAt) }
    },
    createCallback: method(
      { appendsTo: ({ authRequestId: id }) => (id ? { type: 'auth_request', id } : undefined) },
      async (message, call: Call) => {
        const { stream, url } = await createCallback(deps, call, message, withTokens)
        return { details: changedV2(stream), callbackUrl: url }
      },
    ),
  })

type Readable = Exclude<ReturnType<typeof readableRequest>, { refused: true }>
