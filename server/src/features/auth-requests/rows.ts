import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import { requestLifetime } from './lifetimes.ts'
import type { AuthRequestState } from './state.ts'

/** One row per request, which the look-up of a code joins and retention finds by its end. */
export function authRequestRows(state: AuthRequestState, stream: StreamOrigin): IndexRows {
  if (state.kind === 'none') return {}
  const link = 'link' in state ? state.link : undefined
  return {
    auth_requests: [
      {
        instance_id: stream.instanceId,
        auth_request_id: stream.id,
        client_id: state.kind === 'pushed' ? state.clientId : state.request.clientId,
        code_id: state.kind === 'code' ? state.codeId : null,
        session_id: link?.sessionId ?? null,
        user_id: link?.userId ?? null,
        expires_at: new Date(Date.parse(stream.createdAt) + requestLifetime).toISOString(),
      },
    ],
  }
}
