import { Button, Checkbox, Group, Skeleton, Stack, Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect } from 'react'
import type { ListState } from './listState.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { RowCards } from './RowCards.tsx'
import { RowLink } from './RowLink.tsx'
import { SelectRow } from './SelectRow.tsx'
import { SortHeader } from './SortHeader.tsx'
import { TableFooter } from './TableFooter.tsx'
import { kitTexts } from './texts.ts'

/** A column of a table. The first one names the row and carries its link. */
export interface Column<Row> {
  readonly key: string
  readonly title: string
  cell(row: Row): ReactNode
  /** The name of the sort in the address; without one the column does not sort. */
  readonly sort?: string
}

/** The part of a read that a table shows. */
export interface TableQuery {
  readonly isFetching: boolean
  readonly error: unknown
  /** Why the rows may be old. */
  readonly staleness?: unknown
  refetch(): unknown
}

/** A list of the server, a page at a time. */
export interface DataTableProps<Row> {
  /** What the rows are, for assistive technology. */
  readonly label: string
  readonly list: ListState
  readonly columns: readonly Column<Row>[]
  /** Undefined until the first reply. */
  readonly rows: readonly Row[] | undefined
  readonly total: number | undefined
  /** Whether more than `total` match, how many is not counted. */
  readonly more?: boolean
  readonly query: TableQuery
  idOf(row: Row): string
  /** The name of the row in texts such as “Select Ada”. */
  nameOf(row: Row): string
  /** The address of the row's page in the console. */
  linkTo?(row: Row): string
  /** What can be done with the selected rows; without it rows are not selected. */
  bulk?(ids: readonly string[]): ReactNode
  /** Shown instead of an empty list that no search or filter narrows. */
  readonly empty?: ReactNode
}

/** Shows rows as a table, or as cards on narrow screens, with every state that a list has. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { list, rows, total, more = false, query, bulk } = props
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  useLastPage(props)
  if (query.error && rows === undefined) return <Failed query={query} />
  return (
    <Stack gap="xs">
      {(query.error ?? query.staleness) ? <Failed query={query} /> : null}
      {bulk && list.selected.length > 0 && (
        <Group className="card" p="xs" role="status">
          <Text size="sm">{kitTexts.table.selected(list.selected.length)}</Text>
          {bulk(list.selected)}
          <Button variant="subtle" size="xs" onClick={() => list.select([])}>
            {kitTexts.table.unselect}
          </Button>
        </Group>
      )}
      {rows?.length === 0 ? (
        <Empty {...props} />
      ) : (
        <div className={query.isFetching && rows ? 'busy' : undefined} aria-busy={query.isFetching}>
          {isNarrow ? <RowCards {...props} /> : <Rows {...props} />}
        </div>
      )}
      {total !== undefined && total > 0 && (
        <TableFooter list={list} total={total} more={more} query={query} />
      )}
    </Stack>
  )
}

function Rows<Row>({ label, list, columns, rows, idOf, nameOf, linkTo, bulk }: DataTableProps<Row>) {
  const ids = rows?.map(idOf) ?? []
  const isAll = ids.length > 0 && ids.every((id) => list.selected.includes(id))
  return (
    <Table.ScrollContainer minWidth={480} className="card">
      <Table aria-label={label} verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            {bulk && (
              <Table.Th w={40}>
                <Checkbox
                  aria-label={kitTexts.table.selectAll}
                  checked={isAll}
                  indeterminate={!isAll && ids.some((id) => list.selected.includes(id))}
                  onChange={() =>
                    list.select(
                      isAll
                        ? list.selected.filter((id) => !ids.includes(id))
                        : [...new Set([...list.selected, ...ids])],
                    )
                  }
                />
              </Table.Th>
            )}
            {columns.map((column) => (
              <SortHeader key={column.key} column={column} list={list} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows === undefined && <Waiting columns={columns.length + (bulk ? 1 : 0)} />}
          {rows?.map((row) => (
            <Table.Tr key={idOf(row)} {...(list.selected.includes(idOf(row)) && { bg: 'var(--tint)' })}>
              {bulk && (
                <Table.Td>
                  <SelectRow list={list} id={idOf(row)} name={nameOf(row)} />
                </Table.Td>
              )}
              {columns.map((column, at) => (
                <Table.Td key={column.key}>
                  {at === 0 && linkTo ? (
                    <RowLink to={linkTo(row)}>{column.cell(row)}</RowLink>
                  ) : (
                    column.cell(row)
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Waiting({ columns }: { readonly columns: number }) {
  return ['a', 'b', 'c', 'd', 'e'].map((row) => (
    <Table.Tr key={row}>
      <Table.Td colSpan={columns}>
        <Skeleton height={20} aria-label={kitTexts.loading} />
      </Table.Td>
    </Table.Tr>
  ))
}

function Empty<Row>({ list, empty }: DataTableProps<Row>) {
  return (
    <Stack className="card" p="xl" align="center" gap="xs" role="status">
      {list.isNarrowed ? (
        <>
          <Text>{kitTexts.table.nothingFound}</Text>
          <Button variant="default" onClick={list.clear}>
            {kitTexts.table.clear}
          </Button>
        </>
      ) : (
        (empty ?? <Text>{kitTexts.table.empty}</Text>)
      )}
    </Stack>
  )
}

function Failed({ query }: { readonly query: TableQuery }) {
  return (
    <Stack align="flex-start">
      <ProblemNotice error={query.error ?? query.staleness} />
      <Button variant="default" onClick={() => void query.refetch()}>
        {kitTexts.problem.again}
      </Button>
    </Stack>
  )
}

/** After the last rows of a page were removed the page before is shown. */
function useLastPage<Row>({ list, rows, total, query }: DataTableProps<Row>): void {
  const isBeyond =
    !query.isFetching && rows?.length === 0 && total !== undefined && total > 0 && list.page > 0
  const last = Math.max(0, Math.ceil((total ?? 0) / list.size) - 1)
  useEffect(() => {
    if (isBeyond) list.setPage(last)
  }, [isBeyond, last, list.setPage])
}
