import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core'
import { problemOf } from '../api/problem.ts'
import { bulkTexts as texts } from './bulkTexts.ts'
import { ReasonField } from './ReasonField.tsx'
import { kitTexts } from './texts.ts'
import type { Bulk } from './useBulk.ts'

/** How far an act on several things has come, for which it failed, and the way back. */
export function BulkResult<Item>({
  bulk: { state, isUndo, total, tried, failed = [], undo, reason },
  nameOf,
  done,
  close,
}: {
  readonly bulk: Bulk<Item>
  nameOf(item: Item): string
  /** Says how many were done of how many. */
  done(done: number, total: number): string
  close(): void
}) {
  return (
    <Stack gap="sm">
      <Progress value={(100 * tried) / total} aria-label={texts.progress} />
      <Text role="status">
        {state === 'running'
          ? texts.running(tried, total)
          : (isUndo ? texts.undone : done)(total - failed.length, total)}
      </Text>
      {failed.length > 0 && (
        <Table.ScrollContainer minWidth={300} mah={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={texts.failed}>
            <Table.Tbody>
              {failed.map(({ item, error }) => (
                <Table.Tr key={nameOf(item)}>
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
      {state === 'done' && undo && <ReasonField reason={reason} />}
      {state === 'done' && (
        <Group>
          <Button data-autofocus onClick={close}>
            {kitTexts.close}
          </Button>
          {undo && (
            <Button variant="default" onClick={() => void undo()}>
              {texts.undo}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  )
}
