import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { callRest } from '../../api/rest.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import type { LoggedEvent } from '../../kit/Timeline.tsx'
import { useSession } from '../../session/SessionProvider.tsx'

interface Page {
  readonly events: readonly LoggedEvent[]
  readonly older: string | null
  readonly newer: string
}

const size = 50
/** Milliseconds between two looks for newer events. */
const interval = 2000

/** Reads the log with the given parameters, the newest event first; `isLive` goes on to read what is added. */
export function useTrail(parameters: string, isLive: boolean) {
  const session = useSession()
  const orgId = useContextOrganization()
  const pageAt = (cursor: Readonly<Record<string, string>>, signal: AbortSignal) =>
    callRest<Page>(session, {
      path: `/sallyport/v1/events?${new URLSearchParams([...new URLSearchParams(parameters), ['limit', String(size)], ...Object.entries(cursor)])}`,
      orgId,
      signal,
    })
  const read = useInfiniteQuery({
    queryKey: ['/sallyport/v1/events', 'audit', parameters, orgId],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => pageAt(pageParam === '' ? {} : { before: pageParam }, signal),
    getNextPageParam: ({ older }) => older ?? undefined,
  })
  const last = read.data?.pages.at(-1)
  const isEmptyPage = last?.events.length === 0 && read.hasNextPage
  // A page may be empty though older events follow.
  useEffect(() => {
    if (isEmptyPage && !read.isFetching) void read.fetchNextPage()
  }, [isEmptyPage, read.isFetching, read.fetchNextPage])
  const first = read.data?.pages[0]
  const tail = useTail(isLive ? first?.newer : undefined, pageAt)
  const older = read.data?.pages.flatMap(({ events }) => events) ?? []
  const known = new Set(older.map(({ position }) => position))
  return {
    ...read,
    /** Undefined until the first reply. */
    events: read.data && [...tail.events.filter(({ position }) => !known.has(position)), ...older],
    tailError: tail.error,
  }
}

/** Collects the events that follow a cursor, the newest first, for as long as there is one. */
function useTail(
  from: string | undefined,
  pageAt: (cursor: { readonly after: string }, signal: AbortSignal) => Promise<Page>,
) {
  const [collected, setCollected] = useState<{
    readonly from?: string | undefined
    readonly events: readonly LoggedEvent[]
    readonly error?: unknown
  }>({ events: [] })
  // The reader is made anew by each rendering; only another cursor begins anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (from === undefined) return
    const stop = new AbortController()
    let events: readonly LoggedEvent[] = []
    let after = from
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      try {
        const page = await pageAt({ after }, stop.signal)
        after = page.newer
        events = [...page.events.toReversed(), ...events]
        setCollected({ from, events })
      } catch (error) {
        if (stop.signal.aborted) return
        setCollected({ from, events, error })
      }
      timer = setTimeout(look, interval)
    }
    timer = setTimeout(look, interval)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [from])
  return collected.from === from && from !== undefined ? collected : { events: [], error: undefined }
}
