import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** A short list whose entries carry their own acts, such as the keys of a machine. Lists that are paged are a `DataTable`. */
export function EntryList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className="entries" aria-label={label}>
      {children}
    </ul>
  )
}

/** One entry: its name with states after it, what else is known in further lines, and its acts. */
export function Entry({
  title,
  badges,
  details = [],
  actions,
  children,
}: {
  readonly title: ReactNode
  readonly badges?: ReactNode
  /** Short facts of the second line; those that are not there (null, false, '') are left out. */
  readonly details?: readonly ReactNode[]
  readonly actions?: ReactNode
  readonly children?: ReactNode
}) {
  const shown = details.filter((detail) => Boolean(detail))
  return (
    <li>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Stack gap={2} flex={1} className="entry">
          <Group gap={6}>
            <Text component="div" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Text>
            {badges}
          </Group>
          {shown.length > 0 && (
            <Group gap="0 0.75rem" fz="sm" c="dimmed">
              {shown.map((detail, at) => (
                // The order of the facts is fixed.
                // biome-ignore lint/suspicious/noArrayIndexKey: facts have no ids
                <span key={at} style={{ overflowWrap: 'anywhere' }}>
                  {detail}
                </span>
              ))}
            </Group>
          )}
          {children}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </li>
  )
}
