import type { Feature } from '../manifest.ts'
import { sessionMigrations } from './migrations.ts'
import { sessionReactions } from './reactions.ts'
import { sessionService } from './rpc/sessionService.ts'
import { sessionFacet } from './state.ts'
import { endMissedSessions } from './tasks.ts'

export { type LostFactor, removeFactor } from './commands/removeFactor.ts'
export { otpLinkFields } from './decodeRequest.ts'
export type { OtpKind, SessionFactor } from './factor.ts'
export { isExpired, type LiveSession, otpChallengeOf, type SessionState, sessionFacet } from './state.ts'

/** Sessions: what was proved about a user, by which factors, until when; and the tokens that carry it. */
export const sessions: Feature = {
  name: 'sessions',
  migrations: sessionMigrations,
  tables: ['sessions'],
  facets: [sessionFacet],
  reactions: sessionReactions,
  handlers: (deps) => [sessionService(deps)],
  tasks: (deps) => ({ 'sessions.end': endMissedSessions(deps) }),
}
