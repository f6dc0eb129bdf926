import { Anchor, Box, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { sentenceOf } from '../../kit/eventSentence.ts'
import { StateBadge } from '../../kit/StateBadge.tsx'
import type { LoggedEvent } from '../../kit/Timeline.tsx'
import { When } from '../../kit/When.tsx'
import { EventDetails } from './EventDetails.tsx'
import { nameOfKind, pageOf } from './objects.ts'
import { texts } from './texts.ts'

/** One event as a sentence; its details are read when they are opened. */
export function EventEntry({ event }: { readonly event: LoggedEvent }) {
  const [isOpen, setOpen] = useState(false)
  const page = pageOf(event)
  return (
    <li>
      <Group gap="0 0.5rem">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          <bdi>{sentenceOf(event)}</bdi>
        </Text>
        {event.verified.hash === 'broken' && (
          <StateBadge tone="warn">{texts.verification.hash.broken}</StateBadge>
        )}
      </Group>
      <Text size="sm" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
        <When at={event.at} /> {texts.by} <bdi>{event.actorName || event.actor || texts.system}</bdi>{' '}
        {texts.on} {nameOfKind(event.streamType)}{' '}
        {page ? (
          <Anchor component={Link} to={page} size="sm" underline="always">
            {event.streamId}
          </Anchor>
        ) : (
          event.streamId
        )}
      </Text>
      <Box component="details" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{texts.details}</summary>
        {isOpen && <EventDetails event={event} />}
      </Box>
    </li>
  )
}
