import { ActionIcon, Group, NativeSelect, Text, Tooltip } from '@mantine/core'
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft'
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight'
import IconRefresh from '@tabler/icons-react/icons/IconRefresh'
import type { TableQuery } from './DataTable.tsx'
import { type ListState, pageSizes } from './listState.ts'
import { kitTexts } from './texts.ts'

/** Where the list stands, and the way to its other pages. */
export function TableFooter({
  list,
  total,
  more,
  query,
}: {
  readonly list: ListState
  readonly total: number
  /** Whether more than `total` match; then the page is full. */
  readonly more: boolean
  readonly query: TableQuery
}) {
  const { table } = kitTexts
  const end = list.offset + list.size
  const last = more ? end : Math.min(end, total)
  return (
    <Group justify="space-between" gap="xs">
      <Group gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {table.range(more ? list.offset + 1 : Math.min(list.offset + 1, total), last, total, more)}
        </Text>
        <Tooltip label={table.refresh}>
          <ActionIcon
            variant="subtle"
            c="var(--ink)"
            aria-label={table.refresh}
            onClick={() => void query.refetch()}
          >
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Group gap="xs">
        <NativeSelect
          size="xs"
          aria-label={table.pageSize}
          value={String(list.size)}
          onChange={(event) => list.setSize(Number(event.currentTarget.value))}
          data={pageSizes.map((size) => ({ value: String(size), label: `${size}` }))}
        />
        <ActionIcon
          variant="default"
          aria-label={table.previous}
          disabled={list.page === 0}
          onClick={() => list.setPage(list.page - 1)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={table.next}
          disabled={!more && last >= total}
          onClick={() => list.setPage(list.page + 1)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </Group>
  )
}
