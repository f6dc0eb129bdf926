import type { UseQueryResult } from '@tanstack/react-query'
import { isPageHeld } from '../session/heldPage.ts'
import { problemOf } from './problem.ts'

/** A read as pages see it. */
export interface LastReply<Reply> {
  /** The last reply; undefined until there is one. */
  readonly data: Reply | undefined
  /** Why there is nothing to show: no reply ever came, or the thing is gone, or may not be read any more. */
  readonly error: Error | null
  /** Why the last reply may be old: reading it again failed. */
  readonly staleness: Error | null
  readonly isFetching: boolean
  readonly isPlaceholderData: boolean
  refetch(): Promise<unknown>
}

/**
 * Keeps a reply if reading it again fails, for lack of a connection or a login: its page stays, with what is typed there. If the thing is
 * gone, the page stays only as long as something is typed there. Properties are read when they are asked for, because a page is rendered
 * only for those that it has asked for.
 */
export function lastReply<Reply>(query: UseQueryResult<Reply>): LastReply<Reply> {
  const isKept = () =>
    query.data !== undefined && query.error !== null && (!isGone(query.error) || isPageHeld())
  return {
    get data() {
      return query.data
    },
    get error() {
      return isKept() ? null : query.error
    },
    get staleness() {
      return isKept() ? query.error : null
    },
    get isFetching() {
      return query.isFetching
    },
    get isPlaceholderData() {
      return query.isPlaceholderData
    },
    refetch: () => query.refetch(),
  }
}

/** Whether a thing is there no longer, or is not for the caller any more. */
function isGone(error: unknown): boolean {
  const { kind } = problemOf(error)
  return kind === 'not_found' || kind === 'missing_right'
}
