import { Group } from '@mantine/core'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { texts } from './texts.ts'

/** Keys of roles, one beside the other. */
export function RoleKeys({ keys }: { readonly keys: readonly string[] }) {
  if (keys.length === 0) return texts.grants.without
  return (
    <Group gap={4}>
      {keys.map((key) => (
        <StateBadge key={key}>{key}</StateBadge>
      ))}
    </Group>
  )
}
