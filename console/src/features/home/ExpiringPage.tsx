import { Group, Text } from '@mantine/core'
import { useRead } from '../../api/useRead.ts'
import { type Column, DataTable } from '../../kit/DataTable.tsx'
import { FilterSelect, optionsOf } from '../../kit/FilterSelect.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useOrganizationNames } from '../../kit/useOrganizationNames.ts'
import { When } from '../../kit/When.tsx'
import { texts } from './expiringTexts.ts'
import type { ExpiringList, ListedCredential } from './overview.ts'
import { texts as homeTexts } from './texts.ts'

const { kinds, allExpiring: title } = homeTexts.attention

/** All keys and tokens that expire, of applications, machines and people, as far as the caller may read them. */
export function ExpiringPage() {
  const list = useListState({ filters: ['kind', 'within'] })
  const query = useRead<ExpiringList>(`/sallyport/v1/expiring?${requestOf(list)}`)
  const { data } = query
  const names = useOrganizationNames(data?.rows.map(({ orgId }) => orgId) ?? [])
  return (
    <>
      <PageHeader title={title} intro={texts.intro} />
      <Group mb="sm" gap="sm">
        <FilterSelect
          list={list}
          name="kind"
          label={texts.kind}
          all={texts.everyKind}
          options={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
        <FilterSelect
          list={list}
          name="within"
          label={texts.within}
          all={texts.withinYear}
          options={optionsOf([0, 30, 90, 3650], texts.withins)}
        />
      </Group>
      <DataTable
        label={title}
        list={list}
        columns={columnsOf(names)}
        rows={data?.rows}
        total={data?.total}
        query={query}
        idOf={({ kind, id }) => `${kind}/${id}`}
        nameOf={({ ownerName, id }) => `${ownerName}, ${id}`}
        empty={<Text>{texts.empty}</Text>}
      />
    </>
  )
}

function columnsOf(names: ReadonlyMap<string, string>): readonly Column<ListedCredential>[] {
  return [
    { key: 'owner', title: texts.owner, cell: (row) => <Owner row={row} /> },
    {
      key: 'kind',
      title: texts.kind,
      cell: ({ kind, id }) => (
        <>
          {kinds[kind]}
          <Text size="xs" c="dimmed">
            {id}
          </Text>
        </>
      ),
    },
    {
      key: 'organization',
      title: texts.organization,
      cell: ({ orgId }) => <bdi>{names.get(orgId) ?? orgId}</bdi>,
    },
    {
      key: 'expiry',
      title: texts.expiry,
      cell: ({ expiresAt, expired }) => (
        <Group gap="xs">
          <When at={expiresAt} />
          {expired && <StateBadge tone="warn">{texts.expired}</StateBadge>}
        </Group>
      ),
    },
  ]
}

function Owner({ row: { ownerId, ownerName, projectId } }: { readonly row: ListedCredential }) {
  const page = projectId ? `/projects/${projectId}/applications/${ownerId}` : `/people/${ownerId}`
  return <RowLink to={`${page}?tab=credentials`}>{ownerName || ownerId}</RowLink>
}

function requestOf({ offset, size, filter }: ListState): string {
  const [kind, days] = [filter('kind'), filter('within')]
  const asked = { ...(kind && { kind }), ...(days && { days }), offset: `${offset}`, limit: `${size}` }
  return new URLSearchParams(asked).toString()
}
