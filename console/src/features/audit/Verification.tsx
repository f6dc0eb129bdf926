import { Group, Text } from '@mantine/core'
import { StateBadge } from '../../kit/StateBadge.tsx'
import type { LoggedEvent } from '../../kit/Timeline.tsx'
import { texts } from './texts.ts'

/** Says whether the events that are shown hold, as the server has checked each of them. */
export function Verification({ events }: { readonly events: readonly LoggedEvent[] }) {
  const { verification: words } = texts
  const broken = events.filter(({ verified }) => verified.hash === 'broken').length
  const unkeyed = events.filter(({ verified }) => verified.hash === 'unkeyed').length
  const sealed = events.filter(({ verified }) => verified.seal !== null).length
  if (events.length === 0) return null
  return (
    <div>
      <Group gap="xs">
        <Text size="sm">{texts.shown(events.length)}</Text>
        <StateBadge tone={broken > 0 ? 'warn' : 'good'}>
          {broken > 0 ? words.broken(broken) : words.holds}
        </StateBadge>
        {sealed > 0 && <StateBadge>{words.sealed(sealed)}</StateBadge>}
        {unkeyed > 0 && <StateBadge>{words.unkeyed(unkeyed)}</StateBadge>}
      </Group>
      <Text size="xs" c="dimmed">
        {words.note}
      </Text>
    </div>
  )
}
