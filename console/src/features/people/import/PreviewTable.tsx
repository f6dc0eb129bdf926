import { Group, Pagination, Switch, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { RowLink } from '../../../kit/RowLink.tsx'
import { StateBadge } from '../../../kit/StateBadge.tsx'
import { texts } from '../texts.ts'
import type { Row } from './readRows.ts'
import type { Import, RowResult } from './useImport.ts'

const words = texts.import
const pageSize = 25

/** The rows of a file, a page at a time, with what is wrong with each or what became of it. */
export function PreviewTable({
  rows,
  results,
}: {
  readonly rows: readonly Row[]
  readonly results: Import['results']
}) {
  const [page, setPage] = useState(1)
  const [onlyProblems, setOnlyProblems] = useState(false)
  const shown = onlyProblems ? rows.filter((row) => hasProblem(row, results.get(row.line))) : rows
  const pages = Math.max(1, Math.ceil(shown.length / pageSize))
  const current = Math.min(page, pages)
  return (
    <>
      <Switch
        label={words.onlyProblems}
        checked={onlyProblems}
        onChange={(event) => setOnlyProblems(event.currentTarget.checked)}
      />
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={words.previewTitle} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.line}</Table.Th>
              <Table.Th>{texts.name}</Table.Th>
              <Table.Th miw={170}>{texts.email}</Table.Th>
              <Table.Th miw={110}>{texts.username}</Table.Th>
              <Table.Th>{words.outcome}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.slice((current - 1) * pageSize, current * pageSize).map((row) => (
              <Table.Tr key={row.line}>
                <Table.Td>{row.line}</Table.Td>
                <Table.Td>
                  <bdi>{`${row.person.givenName} ${row.person.familyName}`}</bdi>
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{row.person.email}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{row.person.username}</Table.Td>
                <Table.Td>
                  <Outcome row={row} result={results.get(row.line)} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pages > 1 && (
        <Group>
          <Pagination
            total={pages}
            value={current}
            onChange={setPage}
            size="sm"
            getControlProps={(control) => ({ 'aria-label': words.page[control] })}
          />
        </Group>
      )}
    </>
  )
}

function hasProblem({ problems }: Row, result: RowResult | undefined): boolean {
  return problems.length > 0 || result?.problem !== undefined
}

function Outcome({
  row: { problems },
  result,
}: {
  readonly row: Row
  readonly result: RowResult | undefined
}) {
  const wrong = [...problems, ...(result?.problem ? [result.problem] : [])]
  return (
    <>
      {result?.userId && (
        <RowLink to={`/people/${encodeURIComponent(result.userId)}`}>{words.created}</RowLink>
      )}
      {wrong.map((problem) => (
        <Text key={problem} size="sm" c="var(--warn)">
          {problem}
        </Text>
      ))}
      {!result && wrong.length === 0 && <StateBadge>{words.ready}</StateBadge>}
    </>
  )
}
