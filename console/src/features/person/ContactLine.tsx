import { Group, Text } from '@mantine/core'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { texts } from './texts.ts'

/** An address or number, and whether it is proved. */
export function ContactLine({ value, isVerified }: { readonly value: string; readonly isVerified: boolean }) {
  if (value === '') return <Text c="dimmed">{kitTexts.none}</Text>
  return (
    <Group gap="xs">
      <Text style={{ overflowWrap: 'anywhere' }}>
        <bdi>{value}</bdi>
      </Text>
      <StateBadge tone={isVerified ? 'good' : 'warn'}>
        {isVerified ? texts.codes.verified : texts.codes.notVerified}
      </StateBadge>
    </Group>
  )
}
