import { Skeleton, Text } from '@mantine/core'
import { useRead } from '../../api/useRead.ts'
import { eventSentence } from '../../kit/eventSentence.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { When } from '../../kit/When.tsx'

interface Changes {
  readonly result?: readonly {
    readonly sequence: string
    readonly changeDate: string
    readonly eventType?: { readonly key?: string }
    readonly editorDisplayName?: string
    readonly editorId?: string
  }[]
}

/** The most changes that are shown. */
const limit = 100

/** The changes of an account without their details (ListUserChanges, which needs `user.read` only). */
export function ChangeList({ userId, orgId }: { readonly userId: string; readonly orgId: string }) {
  const read = useRead<Changes>(`/management/v1/users/${encodeURIComponent(userId)}/changes/_search`, {
    orgId,
    body: { query: { limit } },
  })
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={80} aria-label={kitTexts.loading} />
  const changes = read.data.result ?? []
  if (changes.length === 0) return <Text c="dimmed">{kitTexts.timeline.empty}</Text>
  return (
    <ol className="timeline">
      {changes.map(({ sequence, changeDate, eventType, editorDisplayName, editorId }) => (
        <li key={sequence}>
          <Text size="sm">
            {eventSentence(eventType?.key?.replace('EventTypes.', '') ?? '')}{' '}
            <Text span size="sm" c="dimmed">
              {kitTexts.timeline.by} <bdi>{editorDisplayName || editorId || kitTexts.timeline.system}</bdi>,{' '}
              <When at={changeDate} />
            </Text>
          </Text>
        </li>
      ))}
    </ol>
  )
}
