import { Group, Skeleton, Stack, Text } from '@mantine/core'
import type { DataTableProps } from './DataTable.tsx'
import { RowLink } from './RowLink.tsx'
import { SelectRow } from './SelectRow.tsx'
import { kitTexts } from './texts.ts'

/** The rows of a table as cards, for narrow screens. */
export function RowCards<Row>({
  label,
  list,
  columns,
  rows,
  idOf,
  nameOf,
  linkTo,
  bulk,
}: DataTableProps<Row>) {
  const [first, ...others] = columns
  if (rows === undefined) return <Skeleton height={160} aria-label={kitTexts.loading} />
  return (
    <ul className="cards" aria-label={label}>
      {rows.map((row) => (
        <li key={idOf(row)} className="card">
          <Stack gap={4} p="sm">
            <Group wrap="nowrap" gap="sm">
              {bulk && <SelectRow list={list} id={idOf(row)} name={nameOf(row)} />}
              {first && (linkTo ? <RowLink to={linkTo(row)}>{first.cell(row)}</RowLink> : first.cell(row))}
            </Group>
            {others.map(({ key, title, cell }) => (
              <Group key={key} justify="space-between" wrap="nowrap" gap="sm">
                {/* Buttons say themselves what they do. */}
                <Text size="sm" c="dimmed" flex="none" maw="50%">
                  {key === 'actions' ? '' : title}
                </Text>
                <Text size="sm" component="div" ta="end" miw={0} style={{ overflowWrap: 'anywhere' }}>
                  {cell(row)}
                </Text>
              </Group>
            ))}
          </Stack>
        </li>
      ))}
    </ul>
  )
}
