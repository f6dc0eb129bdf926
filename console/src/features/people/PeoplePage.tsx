import { Group, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { SearchBox } from '../../kit/SearchBox.tsx'
import { useRights } from '../../kit/useRights.ts'
import { filters } from './addressNames.ts'
import { BulkActions } from './BulkActions.tsx'
import { type Directory, directoryPath } from './directory.ts'
import { PeopleActions } from './PeopleActions.tsx'
import { PeopleFilters } from './PeopleFilters.tsx'
import { peopleColumns } from './peopleColumns.tsx'
import { texts } from './texts.ts'

const AddDialogs = lazy(() => import('./AddDialogs.tsx').then((module) => ({ default: module.AddDialogs })))

/** The people and machines that the caller may read. */
export function PeoplePage() {
  return (
    <Needed right="user.read">
      <People />
    </Needed>
  )
}

function People() {
  const list = useListState({ sort: 'name', filters })
  const { can } = useRights()
  const context = useContextOrganization()
  const path = directoryPath(list, context, { offset: list.offset, limit: list.size })
  const query = useRead<Directory>(path, { orgId: '' })
  const total = query.data?.total
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={<PeopleActions list={list} total={total ?? 0} more={query.data?.more ?? false} />}
      />
      <Group mb="sm" gap="sm">
        <SearchBox list={list} label={texts.search} />
        <PeopleFilters list={list} mostDormantDays={query.data?.mostDormantDays} />
      </Group>
      <DataTable
        label={texts.title}
        list={list}
        columns={peopleColumns(context)}
        rows={query.data?.users}
        total={total}
        more={query.data?.more ?? false}
        query={query}
        idOf={({ userId }) => userId}
        nameOf={({ displayName, username }) => displayName || username}
        linkTo={({ userId }) => `/people/${encodeURIComponent(userId)}`}
        {...(can(['user.write', 'user.delete', 'user.grant.write']) && { bulk: bulkOf(list) })}
        empty={<Text>{texts.empty}</Text>}
      />
      <Suspense>
        <AddDialogs />
      </Suspense>
    </>
  )
}

function bulkOf(list: ListState) {
  return (ids: readonly string[]) => <BulkActions ids={ids} list={list} />
}
