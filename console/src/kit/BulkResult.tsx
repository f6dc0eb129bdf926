import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core'
import { problemOf } from '../api/problem.ts'
import { bulkTexts as texts } from './bulkTexts.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { ReasonField } from './ReasonField.tsx'
import { kitTexts } from './texts.ts'
import type { Bulk, Failed } from './useBulk.ts'

/** How far an act on several things has come, for which it failed, the way back, and for which there is none. */
export function BulkResult<Item>({
  bulk: { state, isUndo, total, tried, failed = [], lasting, undo, reason },
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
  const stale = failed.find(({ error }) => problemOf(error).kind === 'stale_login')
  return (
    <Stack gap="sm">
      <Progress value={(100 * tried) / total} aria-label={texts.progress} />
      <Text role="status">
        {state === 'running'
          ? texts.running(tried, total)
          : (isUndo ? texts.undone : done)(total - failed.length, total)}
      </Text>
      <Reasons title={texts.failed} of={failed} nameOf={nameOf} />
      <Reasons title={texts.lasting} of={lasting} nameOf={nameOf} />
      {stale && <ProblemNotice error={stale.error} />}
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

/** Says of each of several things why something was not done, or cannot be. */
function Reasons<Item>({
  title,
  of,
  nameOf,
}: {
  readonly title: string
  readonly of: readonly Failed<Item>[]
  nameOf(item: Item): string
}) {
  if (of.length === 0) return null
  return (
    <Table.ScrollContainer minWidth={300} mah={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table captionSide="top">
        <Table.Caption c="var(--ink)" ta="start">
          {title}
        </Table.Caption>
        <Table.Tbody>
          {of.map(({ item, error }) => (
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
  )
}
