import type { TableQuery } from '../../kit/DataTable.tsx'
import { type Column, DataTable } from '../../kit/DataTable.tsx'
import { useListState } from '../../kit/listState.ts'
import { Section } from '../../kit/Section.tsx'
import { written } from '../../language/language.ts'
import { type Overview, share } from './overview.ts'
import { texts } from './texts.ts'

type Row = NonNullable<Overview['organizations']>['rows'][number]

const columns: readonly Column<Row>[] = [
  { key: 'name', title: texts.coverage.organization, cell: ({ name }) => name },
  { key: 'people', title: texts.figures.people, cell: ({ people }) => written(people) },
  {
    key: 'second',
    title: texts.figures.withSecondFactor,
    cell: ({ withSecondFactor, people }) => share(withSecondFactor, people),
  },
  {
    key: 'resistant',
    title: texts.figures.withPhishingResistant,
    cell: ({ withPhishingResistant, people }) => share(withPhishingResistant, people),
  },
]

/** Which organizations have which factors, a page by name. */
export function CoverageTable({
  organizations: { rows, total },
  query,
}: {
  readonly organizations: NonNullable<Overview['organizations']>
  readonly query: TableQuery
}) {
  const list = useListState()
  return (
    <Section title={texts.coverage.title}>
      <DataTable
        label={texts.coverage.title}
        list={list}
        columns={columns}
        rows={rows}
        total={total}
        query={query}
        idOf={({ orgId }) => orgId}
        nameOf={({ name }) => name}
        linkTo={({ orgId }) => `/organizations/${orgId}`}
      />
    </Section>
  )
}
