import type { DeadStreams } from '../../eventlog/examineDead.ts'
import { isOver, requestLifetime } from './lifetimes.ts'

/** Requests that are too old to be answered, whatever became of them; their rows and secrets go with them. */
export const deadAuthRequests: DeadStreams = {
  type: 'auth_request',
  sql: 'select instance_id, auth_request_id as id, expires_at as died_at, expires_at as listed_at from auth_requests',
  isDead: ({ createdAt }, before) => isOver(createdAt, requestLifetime, before),
}
