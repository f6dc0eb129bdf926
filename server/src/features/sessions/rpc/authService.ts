import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { SessionState } from '@sallyport/contract/zitadel/user_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1, rowDetails } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type SessionRow, sessionsOfUserAgent } from '../queries.ts'

const tokenUnknown = refuse(
  'session.refresh_token_not_found',
  'not_found',
  'there is no such refresh token; list your tokens to see which there are',
)

/** The caller's sessions and refresh tokens; without OpenID Connect there are none of the latter yet. */
export const authService = (deps: Deps) =>
  implement(AuthService, {
    listMyUserSessions: async (_request, call: Call) => {
      const { principal } = call
      const agentId = principal.kind === 'user' ? principal.userAgentId : undefined
      const rows = agentId ? await sessionsOfUserAgent(deps.database, call, agentId) : []
      return { result: rows.map((row) => sessionV1(row, call)) }
    },
    listMyRefreshTokens: async (_request, call: Call) => ({
      details: listDetailsV1(0, call.now),
      result: [],
    }),
    revokeMyRefreshToken: async () => {
      throw new DomainError(tokenUnknown)
    },
    revokeAllMyRefreshTokens: async () => ({}),
  })

function sessionV1(row: SessionRow, call: Call) {
  return {
    sessionId: row.session_id,
    agentId: row.user_agent_id ?? '',
    authState: SessionState.ACTIVE,
    userId: row.user_id ?? '',
    userName: row.login_name ?? '',
    loginName: row.login_name ?? '',
    displayName: row.display_name ?? '',
    details: rowDetails(row, call.instance.id),
  }
}
