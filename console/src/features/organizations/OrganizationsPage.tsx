import { Button } from '@mantine/core'
import type { Organization } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationState } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { OrganizationFieldName } from '@sallyport/contract/zitadel/org/v2/query_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { FilterSelect, optionsOf } from '../../kit/FilterSelect.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { When } from '../../kit/When.tsx'
import { AddOrganization } from './AddOrganization.tsx'
import { OrganizationStateBadge } from './OrganizationStateBadge.tsx'
import { texts } from './texts.ts'

const columns: readonly Column<Organization>[] = [
  { key: 'name', title: texts.name, sort: 'name', cell: ({ name }) => name },
  { key: 'state', title: texts.state, cell: ({ state }) => <OrganizationStateBadge state={state} /> },
  { key: 'domain', title: texts.primaryDomain, cell: ({ primaryDomain }) => primaryDomain },
  dateColumn('created', texts.created, ({ details }) => details?.creationDate),
  { key: 'changed', title: texts.changed, cell: ({ details }) => <When at={details?.changeDate} /> },
]

/** The organizations that the caller may read. */
export function OrganizationsPage() {
  const list = useListState({ sort: 'name', filters: ['state'] })
  const [isAdding, setAdding] = useState(false)
  const query = useCall(OrganizationService.method.listOrganizations, requestOf(list), { orgId: '' })
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={
          <Allowed needs="org.create">
            <Button onClick={() => setAdding(true)}>{texts.add}</Button>
          </Allowed>
        }
      />
      <ListTable
        search={texts.search}
        filters={
          <FilterSelect
            list={list}
            name="state"
            label={texts.state}
            all={texts.everyState}
            options={optionsOf([OrganizationState.ACTIVE, OrganizationState.INACTIVE], texts.states)}
          />
        }
        label={texts.title}
        list={list}
        columns={columns}
        rows={query.data?.result}
        query={query}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        linkTo={({ id }) => `/organizations/${id}`}
      />
      {isAdding && <AddOrganization close={() => setAdding(false)} />}
    </>
  )
}

/** A long number is an id, every other text a part of a name; the contract joins queries by AND only. */
function named(text: string) {
  return /^\d{15,}$/.test(text)
    ? { case: 'idQuery' as const, value: { id: text } }
    : { case: 'nameQuery' as const, value: { name: text, method: TextQueryMethod.CONTAINS_IGNORE_CASE } }
}

function requestOf({ query, offset, size, sort, descending, filter }: ListState) {
  const state = Number(filter('state'))
  return {
    query: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn: sort === 'created' ? OrganizationFieldName.CREATION_DATE : OrganizationFieldName.NAME,
    queries: [
      ...(query ? [{ query: named(query) }] : []),
      ...(state ? [{ query: { case: 'stateQuery' as const, value: { state } } }] : []),
    ],
  }
}
