import { Anchor, Code, Collapse, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { firstChange, type SentChange } from '../api/firstChange.ts'
import { CopyField } from './CopyField.tsx'
import { kitTexts } from './texts.ts'

const texts = kitTexts.apiCall

/** Shows the call that an act would make, as a command for the terminal: that which the act itself sends first. */
export function ApiCall({
  act,
  of,
}: {
  act(): Promise<unknown>
  /** What the call depends on, such as the values of a form. */
  readonly of: unknown
}) {
  const [isOpen, { toggle }] = useDisclosure(false)
  const command = useCommand(act, of, isOpen)
  return (
    <Stack gap={4}>
      <Group>
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={isOpen}>
          {texts.show}
        </Anchor>
      </Group>
      <Collapse expanded={isOpen}>
        <Text size="xs" c="dimmed">
          {command === undefined ? texts.nothing : texts.note}
        </Text>
        {command !== undefined && (
          <>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {command}
            </Code>
            <CopyField value={command} label={texts.show} />
          </>
        )}
      </Collapse>
    </Stack>
  )
}

function useCommand(act: () => Promise<unknown>, of: unknown, isOpen: boolean): string | undefined {
  const [command, setCommand] = useState<string>()
  const latest = useRef(act)
  latest.current = act
  const key = isOpen ? JSON.stringify(of, bigintAsText) : undefined
  useEffect(() => {
    if (key === undefined) return
    let isStale = false
    firstChange(() => latest.current()).then(
      (change) => !isStale && setCommand(change && commandOf(change)),
      () => !isStale && setCommand(undefined),
    )
    return () => {
      isStale = true
    }
  }, [key])
  return command
}

function commandOf({ method, path, headers, body }: SentChange): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const parts = [
    `curl -X ${method} ${quoted(location.origin + path)}`,
    '-H "Authorization: Bearer $TOKEN"',
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [`-H 'content-type: application/json'`, `-d ${quoted(JSON.stringify(body, withoutSecrets, 2))}`]),
  ]
  return parts.join(' \\\n  ')
}

/** Secrets have no place in a history of commands. */
function withoutSecrets(name: string, value: unknown): unknown {
  if (name === 'credential' && typeof value === 'object' && value !== null) return { ...value, value: '…' }
  const isSecret = typeof value === 'string' && value !== '' && /password$|secret$|^token$/i.test(name)
  return isSecret ? '…' : bigintAsText(name, value)
}

/** The contract writes 64-bit numbers as texts in JSON. */
function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
