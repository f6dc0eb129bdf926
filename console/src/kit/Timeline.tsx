import { Button, Code, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { callRest } from '../api/rest.ts'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { sentenceOf } from './eventSentence.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'
import { When } from './When.tsx'

/** One event of the log, as `GET /sallyport/v1/events` returns it. */
export interface LoggedEvent {
  readonly position: string
  readonly at: string
  readonly type: string
  readonly streamType: string
  readonly streamId: string
  readonly sequence: number
  readonly owner: string
  readonly actor: string
  readonly actorName?: string | null
  readonly payload: unknown
  readonly verified: {
    /** Whether the keyed hash holds; `unkeyed` was made before there were keyed ones. */
    readonly hash: 'keyed' | 'unkeyed' | 'broken'
    /** The number of the seal that covers it. */
    readonly seal: number | null
  }
}

interface Page {
  readonly events: readonly LoggedEvent[]
  readonly older: string | null
}

const size = 20

/** Who changed an object, when, and how; the newest first. Needs the right to read its events. */
export function Timeline({
  streamType,
  streamId,
  text = '',
  orgId,
}: {
  readonly streamType: string
  readonly streamId: string
  /** Only events whose payload holds this text, such as the id of a part of the object. */
  readonly text?: string
  readonly orgId?: string
}) {
  const session = useSession()
  const context = useContextOrganization()
  const place = orgId ?? context
  const read = useInfiniteQuery({
    queryKey: ['/sallyport/v1/events', streamType, streamId, text, place],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      callRest<Page>(session, {
        path: `/sallyport/v1/events?${new URLSearchParams({
          streamType,
          streamId,
          limit: String(size),
          ...(text && { text }),
          ...(pageParam && { before: pageParam }),
        })}`,
        orgId: place,
        signal,
      }),
    getNextPageParam: ({ older }) => older ?? undefined,
  })
  const isEmptyPage = read.data?.pages.at(-1)?.events.length === 0 && read.hasNextPage
  // A page may be empty though older events follow.
  useEffect(() => {
    if (isEmptyPage && !read.isFetching) void read.fetchNextPage()
  }, [isEmptyPage, read.isFetching, read.fetchNextPage])
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={80} aria-label={kitTexts.loading} />
  const events = read.data.pages.flatMap((page) => page.events)
  return (
    <Stack gap="sm">
      {events.length === 0 && <Text c="dimmed">{kitTexts.timeline.empty}</Text>}
      <ol className="timeline">
        {events.map((event) => (
          <li key={event.position}>
            <EventLine event={event} />
          </li>
        ))}
      </ol>
      {read.hasNextPage && (
        <Group>
          <Button
            variant="default"
            size="xs"
            loading={read.isFetchingNextPage}
            onClick={() => void read.fetchNextPage()}
          >
            {kitTexts.timeline.more}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** One event as a sentence, with its type and payload. */
export function EventLine({ event }: { readonly event: LoggedEvent }) {
  return (
    <>
      <Text size="sm">
        <bdi>{sentenceOf(event)}</bdi>{' '}
        <Text span size="sm" c="dimmed">
          {kitTexts.timeline.by} <bdi>{event.actorName || event.actor || kitTexts.timeline.system}</bdi>,{' '}
          <When at={event.at} />
        </Text>
      </Text>
      <details>
        <summary>{kitTexts.timeline.payload}</summary>
        <Text size="xs" c="dimmed">
          {event.type}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {JSON.stringify(event.payload, null, 2)}
        </Code>
      </details>
    </>
  )
}
