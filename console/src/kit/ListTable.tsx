import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { DataTable, type DataTableProps } from './DataTable.tsx'
import { SearchBox } from './SearchBox.tsx'

/** The number of all rows in a reply of the contract, in one of its two forms. */
interface Reply {
  readonly pagination?: { readonly totalResult: bigint } | undefined
  readonly details?: { readonly totalResult: bigint } | undefined
}

/** What a page of a list consists of. */
interface ListTableProps<Row> extends Omit<DataTableProps<Row>, 'query' | 'total' | 'empty'> {
  /** The read; its reply has the total. */
  readonly query: DataTableProps<Row>['query'] & { readonly data?: Reply | undefined }
  /** What the search box finds. */
  readonly search: string
  /** Filters beside the search box. */
  readonly filters?: ReactNode
  /** Said of an empty list. */
  readonly empty?: string
  /** The button that adds to the list; an empty list shows it, too. */
  readonly add?: ReactNode
}

/** A list of the contract with its search box and filters. */
export function ListTable<Row>({ search, filters, empty, add, ...table }: ListTableProps<Row>) {
  const { data } = table.query
  return (
    <>
      <Group mb="sm" gap="sm">
        <SearchBox list={table.list} label={search} />
        {filters}
      </Group>
      <DataTable
        {...table}
        total={data && Number((data.pagination ?? data.details)?.totalResult ?? 0)}
        {...(empty && {
          empty: (
            <Stack align="center" gap="xs">
              <Text>{empty}</Text>
              {add}
            </Stack>
          ),
        })}
      />
    </>
  )
}
