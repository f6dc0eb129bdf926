import { Button, Group } from '@mantine/core'
import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import {
  type Project,
  ProjectFieldName,
  ProjectOrganizationIDFilter_Type,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { FilterSelect } from '../../kit/FilterSelect.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useOrganizationNames } from '../../kit/useOrganizationNames.ts'
import { AddProject } from './AddProject.tsx'
import { ProjectStateBadge } from './ProjectStateBadge.tsx'
import { texts } from './texts.ts'
import { anywhere } from './useProject.ts'

const name: Column<Project> = {
  key: 'name',
  title: texts.name,
  sort: 'name',
  cell: (project) => project.name,
}
const dates: readonly Column<Project>[] = [
  { key: 'state', title: texts.state, cell: stateOf },
  dateColumn('created', texts.created, ({ creationDate }) => creationDate),
  dateColumn('changed', texts.changed, ({ changeDate }) => changeDate),
]
const ownerColumn = (names: ReadonlyMap<string, string>): Column<Project> => ({
  key: 'owner',
  title: texts.owner,
  cell: ({ organizationId }) => <bdi>{names.get(organizationId) ?? organizationId}</bdi>,
})
const grantedTo: Column<Project> = {
  key: 'grantedTo',
  title: texts.grantedTo,
  cell: ({ grantedOrganizationName }) => <bdi>{grantedOrganizationName ?? '–'}</bdi>,
}

const sorts: Readonly<Record<string, ProjectFieldName>> = {
  created: ProjectFieldName.CREATION_DATE,
  changed: ProjectFieldName.CHANGE_DATE,
}
const kinds: Readonly<Record<string, ProjectOrganizationIDFilter_Type>> = {
  owned: ProjectOrganizationIDFilter_Type.OWNED,
  granted: ProjectOrganizationIDFilter_Type.GRANTED,
}

/** The projects that the caller may read: of the organization own ones and granted ones, or all of the instance. */
export function ProjectsPage() {
  const context = useContextOrganization()
  const list = useListState({ sort: 'name', filters: ['kind'] })
  const [isAdding, setAdding] = useState(false)
  const query = useCall(ProjectService.method.listProjects, requestOf(list, context), anywhere)
  const names = useOrganizationNames(query.data?.projects.map(({ organizationId }) => organizationId) ?? [])
  const addButton = (
    <Allowed needs="project.create">
      <Button onClick={() => setAdding(true)}>{texts.add}</Button>
    </Allowed>
  )
  return (
    <>
      <PageHeader title={texts.title} intro={texts.intro} actions={addButton} />
      <ListTable
        search={texts.search}
        filters={
          context && (
            <FilterSelect
              list={list}
              name="kind"
              label={texts.kind}
              all={texts.everyKind}
              options={Object.entries(texts.kinds).map(([value, label]) => ({ value, label }))}
            />
          )
        }
        label={texts.title}
        list={list}
        columns={[name, ownerColumn(names), grantedTo, ...dates]}
        rows={query.data?.projects}
        query={query}
        idOf={({ projectId, grantedOrganizationId }) => [projectId, grantedOrganizationId].join('/')}
        nameOf={(project) => project.name}
        linkTo={({ projectId, grantedOrganizationId }) =>
          `/projects/${projectId}${grantedOrganizationId ? `/grants/${grantedOrganizationId}` : ''}`
        }
        empty={texts.empty}
        add={addButton}
      />
      {isAdding && <AddProject close={() => setAdding(false)} />}
    </>
  )
}

function stateOf({ grantedOrganizationId, grantedState, state }: Project) {
  return (
    <Group gap={4}>
      <ProjectStateBadge state={grantedOrganizationId ? grantedState : state} />
      {grantedOrganizationId && <StateBadge>{texts.granted}</StateBadge>}
    </Group>
  )
}

function requestOf(
  { query, offset, size, sort, descending, filter }: ListState,
  context: string | undefined,
) {
  return {
    pagination: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn: sorts[sort] ?? ProjectFieldName.NAME,
    filters: [
      ...(query
        ? [
            {
              filter: {
                case: 'projectNameFilter' as const,
                value: { projectName: query, method: TextFilterMethod.CONTAINS_IGNORE_CASE },
              },
            },
          ]
        : []),
      ...(context
        ? [
            {
              filter: {
                case: 'organizationIdFilter' as const,
                value: {
                  organizationId: context,
                  type: kinds[filter('kind')] ?? ProjectOrganizationIDFilter_Type.OWNED_OR_GRANTED,
                },
              },
            },
          ]
        : []),
    ],
  }
}
