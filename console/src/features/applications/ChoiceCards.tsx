import { Group, Radio, Stack, Text } from '@mantine/core'
import { StateBadge } from '../../kit/StateBadge.tsx'

/** A card of a choice. */
export interface Choice<Value extends string> {
  readonly value: Value
  readonly title: string
  readonly text: string
  readonly badge?: { readonly text: string; readonly tone: 'good' | 'warn' } | undefined
}

/** A choice among cards, each with what it means. */
export function ChoiceCards<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  readonly label: string
  readonly choices: readonly Choice<Value>[]
  readonly value: Value | undefined
  onChange(value: Value): void
}) {
  return (
    <Radio.Group label={label} value={value ?? ''} onChange={(next) => onChange(next as Value)}>
      <Stack gap="xs" mt={4}>
        {choices.map((choice) => (
          <Radio.Card key={choice.value} value={choice.value} p="sm" radius="md" aria-label={choice.title}>
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} />
              <Stack gap={2} miw={0}>
                <Group gap="xs">
                  <Text fw={600} size="sm">
                    {choice.title}
                  </Text>
                  {choice.badge && <StateBadge tone={choice.badge.tone}>{choice.badge.text}</StateBadge>}
                </Group>
                <Text size="sm" c="dimmed">
                  {choice.text}
                </Text>
              </Stack>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  )
}
