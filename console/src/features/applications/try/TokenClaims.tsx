import { Code, Stack, Table, Text, Title } from '@mantine/core'
import { labelled } from '../../../language/language.ts'
import { claimText, claimValue } from './claimTexts.ts'
import { readToken } from './encoding.ts'
import { tryTexts as texts } from './tryTexts.ts'

/** A token with its claims explained. */
export function DecodedToken({ title, token }: { readonly title: string; readonly token: string }) {
  const read = readToken(token)
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {read ? (
        <>
          <Text size="sm" c="dimmed">
            {labelled(texts.header, '')}
            <Code>{JSON.stringify(read.header)}</Code>
          </Text>
          <Claims label={title} claims={read.claims} />
        </>
      ) : (
        <Text size="sm">{texts.opaque}</Text>
      )}
    </Stack>
  )
}

/** Claims with their values and meaning. */
export function Claims({
  label,
  claims,
}: {
  readonly label: string
  readonly claims: Readonly<Record<string, unknown>>
}) {
  return (
    <Table aria-label={label} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.claim}</Table.Th>
          <Table.Th>{texts.value}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(claims).map(([name, value]) => (
          <Table.Tr key={name} style={{ overflowWrap: 'anywhere' }}>
            <Table.Td>
              <Code>{name}</Code>
              <Text size="xs" c="dimmed">
                {claimText(name)}
              </Text>
            </Table.Td>
            <Table.Td>
              <bdi>{claimValue(name, value)}</bdi>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
