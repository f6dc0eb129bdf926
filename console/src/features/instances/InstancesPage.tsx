import { Button } from '@mantine/core'
import { FieldName, type Instance, State } from '@sallyport/contract/zitadel/instance/v2/instance_pb.js'
import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { AddInstance } from './AddInstance.tsx'
import { texts } from './texts.ts'

const columns: readonly Column<Instance>[] = [
  { key: 'name', title: texts.name, sort: 'name', cell: ({ name }) => name },
  {
    key: 'state',
    title: texts.state,
    cell: ({ state }) => (
      <StateBadge tone={state === State.RUNNING ? 'good' : 'quiet'}>{texts.states[state]}</StateBadge>
    ),
  },
  { key: 'domains', title: texts.domains, cell: ({ customDomains }) => <Domains domains={customDomains} /> },
  { key: 'id', title: texts.id, sort: 'id', cell: ({ id }) => id },
  dateColumn('created', texts.created, ({ creationDate }) => creationDate),
]

/** All instances of the installation. */
export function InstancesPage() {
  return (
    <Needed right="system.instance.read">
      <Instances />
    </Needed>
  )
}

function Instances() {
  const list = useListState({ sort: 'name' })
  const [isAdding, setAdding] = useState(false)
  const query = useCall(InstanceService.method.listInstances, requestOf(list), { orgId: '' })
  return (
    <>
      <PageHeader
        title={texts.title}
        intro={texts.intro}
        actions={
          <Allowed needs="system.instance.write">
            <Button onClick={() => setAdding(true)}>{texts.add.title}</Button>
          </Allowed>
        }
      />
      <ListTable
        search={texts.search}
        label={texts.title}
        list={list}
        columns={columns}
        rows={query.data?.instances}
        query={query}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        linkTo={({ id }) => `/instances/${id}`}
      />
      {isAdding && <AddInstance close={() => setAdding(false)} />}
    </>
  )
}

function Domains({ domains }: { readonly domains: Instance['customDomains'] }) {
  const names = domains.toSorted((a, b) => Number(b.primary) - Number(a.primary)).map(({ domain }) => domain)
  return names.length === 0 ? texts.noDomain : <bdi>{names.join(', ')}</bdi>
}

const sorts = { name: FieldName.NAME, id: FieldName.ID, created: FieldName.CREATION_DATE } as const

/** A text of digits is an id; every other one is a whole domain, because the contract has no search by a part. */
function requestOf({ query, offset, size, sort, descending }: ListState) {
  const filter = /^\d+$/.test(query)
    ? { case: 'inIdsFilter' as const, value: { ids: [query] } }
    : { case: 'customDomainsFilter' as const, value: { domains: [query] } }
  return {
    pagination: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn: sorts[sort as keyof typeof sorts],
    filters: query === '' ? [] : [{ filter }],
  }
}
