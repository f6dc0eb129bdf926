import { Group, Table, UnstyledButton } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/icons/IconArrowDown'
import IconArrowUp from '@tabler/icons-react/icons/IconArrowUp'
import type { Column } from './DataTable.tsx'
import type { ListState } from './listState.ts'
import { kitTexts } from './texts.ts'

/** The head of a column; pressing it sorts, pressing it again turns the direction round. */
export function SortHeader<Row>({
  column,
  list,
}: {
  readonly column: Column<Row>
  readonly list: ListState
}) {
  const { sort, title } = column
  if (sort === undefined) return <Table.Th>{title}</Table.Th>
  const isSorted = list.sort === sort
  const Arrow = list.descending ? IconArrowDown : IconArrowUp
  return (
    <Table.Th aria-sort={isSorted ? (list.descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton
        onClick={() => list.sortBy(sort)}
        fz="inherit"
        fw={700}
        aria-label={kitTexts.table.sortBy(title)}
      >
        <Group gap={4} wrap="nowrap">
          {title}
          {isSorted && <Arrow size={14} aria-hidden />}
        </Group>
      </UnstyledButton>
    </Table.Th>
  )
}
