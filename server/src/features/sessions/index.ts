import type { Feature } from '../manifest.ts'
import { sessionMigrations } from './migrations.ts'
import { someInactiveMemo } from './organizationInactive.ts'
import { sessionReactions } from './reactions.ts'
import { endedSessions, sessionEndFacet, sessionSchedules } from './retention.ts'
import { authService } from './rpc/authService.ts'
import { operations } from './rpc/operations.ts'
import { sessionService } from './rpc/sessionService.ts'
import { sessionTokenKind } from './sessionTokenKind.ts'
import { sessionFacet } from './state.ts'
import { sessionTasks } from './tasks.ts'

export { assuranceOfProofs, assuranceOfSession } from './assuranceOfSession.ts'
export { endSession } from './commands/endSession.ts'
export { removeFactor } from './commands/removeFactor.ts'
export { sessionFactorRemoved, sessionTerminated, type UserAgent } from './events.ts'
export {
  factorsAdded,
  factorsFailed,
  factorsProved,
  factorsRemoved,
  proofsLost,
  takesProofs,
} from './factors.ts'
export { refuseInactiveOrganization } from './organizationInactive.ts'
export { type OwnSession, ownSessions } from './ownSessions.ts'
export { type AssuranceRow, assuranceColumns, assuranceInput } from './sessionAssurance.ts'
export { type SessionOfPerson, sessionsOfPerson } from './sessionsOfPerson.ts'
export { isExpired, openChallenge, sessionFacet } from './state.ts'
export { vouchesFor } from './vouchesFor.ts'
export { endOtherSessions, endSessionsOf } from './writes/endOtherSessions.ts'
export { endOwnSession } from './writes/endOwnSession.ts'
export {
  type LinkedSession,
  linkOf,
  linkSession,
  type SessionClaim,
  type SessionHolder,
} from './writes/linkSession.ts'
export { type SessionRequest, writeSession } from './writes/writeSession.ts'

/** Sessions: the factors proved by a user, their expiry, and the session tokens. */
export const sessions: Feature = {
  name: 'sessions',
  migrations: sessionMigrations,
  tables: ['sessions', 'session_proofs'],
  lookup: { memos: someInactiveMemo },
  credentials: () => [sessionTokenKind],
  facets: [sessionFacet, sessionEndFacet],
  reactions: sessionReactions,
  handlers: (deps) => [sessionService(deps), authService(deps)],
  operations,
  tasks: sessionTasks,
  schedules: sessionSchedules,
  dead: [endedSessions],
}
