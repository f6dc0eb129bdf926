import { Button, Group, Stack, Text } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import {
  type Project,
  ProjectFieldName,
  ProjectOrganizationIDFilter_Type,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { TextFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import { type Column, DataTable } from '../../kit/DataTable.tsx'
import { FilterSelect } from '../../kit/FilterSelect.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { SearchBox } from '../../kit/SearchBox.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { When } from '../../kit/When.tsx'
import { AddProject } from './AddProject.tsx'
import { OrganizationName } from './OrganizationName.tsx'
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
  {
    key: 'created',
    title: texts.created,
    sort: 'created',
    cell: ({ creationDate }) => <When at={creationDate} />,
  },
  {
    key: 'changed',
    title: texts.changed,
    sort: 'changed',
    cell: ({ changeDate }) => <When at={changeDate} />,
  },
]
const owner: Column<Project> = {
  key: 'owner',
  title: texts.owner,
  cell: ({ organizationId }) => <OrganizationName organizationId={organizationId} />,
}
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
  const addButton = (
    <Allowed needs="project.create">
      <Button onClick={() => setAdding(true)}>{texts.add}</Button>
    </Allowed>
  )
  return (
    <>
      <PageHeader title={texts.title} intro={texts.intro} actions={addButton} />
      <Group mb="sm" gap="sm">
        <SearchBox list={list} label={texts.search} />
        {context && (
          <FilterSelect
            list={list}
            name="kind"
            label={texts.kind}
            all={texts.everyKind}
            options={Object.entries(texts.kinds).map(([value, label]) => ({ value, label }))}
          />
        )}
      </Group>
      <DataTable
        label={texts.title}
        list={list}
        columns={[name, owner, grantedTo, ...dates]}
        rows={query.data?.projects}
        total={query.data && Number(query.data.pagination?.totalResult ?? 0)}
        query={query}
        idOf={({ projectId, grantedOrganizationId }) => [projectId, grantedOrganizationId].join('/')}
        nameOf={(project) => project.name}
        linkTo={({ projectId, grantedOrganizationId }) =>
          `/projects/${projectId}${grantedOrganizationId ? `/grants/${grantedOrganizationId}` : ''}`
        }
        empty={
          <Stack align="center" gap="xs">
            <Text>{texts.empty}</Text>
            {addButton}
          </Stack>
        }
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
