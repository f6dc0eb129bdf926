import { Anchor, Code, Collapse, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { CopyField } from './CopyField.tsx'
import { kitTexts } from './texts.ts'

/** Shows the call that a form makes, as a command for the terminal. */
export function ApiCall({
  method = 'POST',
  path,
  body,
  headers = {},
}: {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Of REST, or `/package.Service/Method` for a method of the contract with a JSON body. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
}) {
  const [isOpen, { toggle }] = useDisclosure(false)
  const orgId = useContextOrganization()
  const command = commandOf({ method, url: location.origin + path, orgId, body, headers })
  return (
    <Stack gap={4}>
      <Group>
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={isOpen}>
          {kitTexts.apiCall.show}
        </Anchor>
      </Group>
      <Collapse expanded={isOpen}>
        <Text size="xs" c="dimmed">
          {kitTexts.apiCall.note}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {command}
        </Code>
        <CopyField value={command} label={kitTexts.apiCall.show} />
      </Collapse>
    </Stack>
  )
}

function commandOf({
  method,
  url,
  orgId,
  body,
  headers,
}: {
  method: string
  url: string
  orgId: string | undefined
  body: unknown
  headers: Readonly<Record<string, string>>
}): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const parts = [
    `curl -X ${method} ${quoted(url)}`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(orgId ? [`-H ${quoted(`x-zitadel-orgid: ${orgId}`)}`] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [`-H 'content-type: application/json'`, `-d ${quoted(JSON.stringify(body, bigintAsText, 2))}`]),
  ]
  return parts.join(' \\\n  ')
}

/** The contract writes 64-bit numbers as texts in JSON. */
function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
