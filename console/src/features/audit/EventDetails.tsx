import { Anchor, Code, Group, Skeleton, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/useRead.ts'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import type { LoggedEvent } from '../../kit/Timeline.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { type ChangedField, changedFields, payloadText } from './changedFields.ts'
import { texts } from './texts.ts'

/** Everything about an event: what it changed and from what, its place in the log and its payload. */
export function EventDetails({ event }: { readonly event: LoggedEvent }) {
  const { verification: words, facts } = texts
  const { seal, hash } = event.verified
  return (
    <Stack gap="sm" mt="xs">
      <Changes event={event} />
      <Facts
        facts={[
          [facts.type, <Code key="type">{event.type}</Code>],
          [facts.at, event.at],
          [facts.actor, <CopyField key="actor" value={event.actor} label={facts.actor} />],
          [facts.object, <CopyField key="object" value={event.streamId} label={facts.object} />],
          [facts.sequence, event.sequence],
          [facts.position, event.position],
          [facts.hash, words.hash[hash]],
          [facts.seal, seal === null ? words.notSealed : words.seal(seal)],
        ]}
      />
      <Group gap="md">
        <FilterLink search={{ streamType: event.streamType, streamId: event.streamId }}>
          {texts.sameObject}
        </FilterLink>
        <FilterLink search={{ actor: event.actor }}>{texts.sameActor}</FilterLink>
      </Group>
      <div>
        <Text size="sm" fw={600}>
          {texts.payload}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {payloadText(event.payload)}
        </Code>
      </div>
    </Stack>
  )
}

function FilterLink({
  search,
  children,
}: {
  readonly search: Readonly<Record<string, string>>
  readonly children: string
}) {
  return (
    <Anchor component={Link} to="/audit" search={search as never} size="sm">
      {children}
    </Anchor>
  )
}

/** Events of the object before this one, among which the values before are looked for. */
function Changes({ event }: { readonly event: LoggedEvent }) {
  const { streamType, streamId, at } = event
  // `until` is the instant after the last one, in milliseconds.
  const until = new Date(Date.parse(at) + 1).toISOString()
  const parameters = new URLSearchParams({ streamType, streamId, until, limit: '200' })
  const read = useRead<{ readonly events: readonly LoggedEvent[] }>(`/sallyport/v1/events?${parameters}`)
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={40} aria-label={kitTexts.loading} />
  const fields = changedFields(event, read.data.events)
  return fields.length === 0 ? null : <Fields fields={fields} />
}

function Fields({ fields }: { readonly fields: readonly ChangedField[] }) {
  const { fields: words } = texts
  return (
    <Table
      aria-label={texts.changed}
      withTableBorder
      layout="fixed"
      fz="sm"
      style={{ overflowWrap: 'anywhere' }}
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.name}</Table.Th>
          <Table.Th>{words.before}</Table.Th>
          <Table.Th>{words.after}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map(({ name, before, after }) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td c="dimmed">{before ?? words.unknown}</Table.Td>
            <Table.Td>{after}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
