import { Accordion, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/useRead.ts'
import { generatorPolicies } from './otherPolicies.ts'
import { PolicyContent } from './PolicySection.tsx'
import { texts } from './texts.ts'

interface Reply {
  readonly result?: readonly {
    readonly generatorType: string
    readonly length?: number
    readonly expiry?: string
  }[]
}

/** The kinds of codes and secrets with their length and lifetime; opening one shows its form. */
export function Generators() {
  const { data } = useRead<Reply>('/admin/v1/secretgenerators/_search', { body: {} })
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <Accordion value={opened} onChange={setOpened} className="card">
      {texts.generators.map(([type, title], at) => {
        const found = data?.result?.find(({ generatorType }) => generatorType.endsWith(`_TYPE_${type}`))
        const policy = generatorPolicies[at]
        return (
          <Accordion.Item key={type} value={type}>
            <Accordion.Control>
              <Group justify="space-between" gap="xs" pe="sm">
                <Text fw={600}>{title}</Text>
                <Text size="sm" c="dimmed">
                  {found && texts.generatorSummary(found.length ?? 0, Number.parseFloat(found.expiry ?? '0'))}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              {opened === type && policy && (
                <>
                  <Text size="sm" c="dimmed" mb="sm">
                    {policy.intro}
                  </Text>
                  <PolicyContent policy={policy} />
                </>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        )
      })}
    </Accordion>
  )
}
