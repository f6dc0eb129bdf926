import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core'
import { problemOf } from '../../api/problem.ts'
import { kitTexts } from '../../kit/texts.ts'
import { nameOf } from './nameOf.ts'
import { texts } from './texts.ts'
import type { Bulk } from './useBulk.ts'

/** How far an act on several users has come, and for whom it failed. */
export function BulkResult({
  bulk: { state, total, tried, failed = [] },
  done,
  close,
}: {
  readonly bulk: Bulk
  /** Says how many were done of how many. */
  done(done: number, total: number): string
  close(): void
}) {
  return (
    <Stack gap="sm">
      <Progress value={(100 * tried) / total} aria-label={texts.bulk.progress} />
      <Text role="status">
        {state === 'running' ? texts.bulk.running(tried, total) : done(total - failed.length, total)}
      </Text>
      {failed.length > 0 && (
        <Table.ScrollContainer minWidth={300} mah={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={texts.bulk.failed}>
            <Table.Tbody>
              {failed.map(({ item, error }) => (
                <Table.Tr key={item.userId}>
                  <Table.Td>
                    <bdi>{nameOf(item)}</bdi>
                  </Table.Td>
                  <Table.Td>{problemOf(error).message}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {state === 'done' && (
        <Group>
          <Button data-autofocus onClick={close}>
            {kitTexts.close}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
