import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import {
  type Project,
  type ProjectGrant,
  ProjectGrantFieldName,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useParams } from '@tanstack/react-router'
import { TextFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import { type Column, DataTable } from '../../kit/DataTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { SearchBox } from '../../kit/SearchBox.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { When } from '../../kit/When.tsx'
import { AddGrant } from './AddGrant.tsx'
import { ProjectHeader } from './ProjectHeader.tsx'
import { ProjectStateBadge } from './ProjectStateBadge.tsx'
import { RoleKeys } from './RoleKeys.tsx'
import { texts } from './texts.ts'
import { anywhere, useProject, useProjectRights } from './useProject.ts'

const { grants: words } = texts
const columns: readonly Column<ProjectGrant>[] = [
  {
    key: 'organization',
    title: words.organization,
    cell: ({ grantedOrganizationName, grantedOrganizationId }) =>
      grantedOrganizationName || grantedOrganizationId,
  },
  { key: 'roles', title: words.roles, cell: ({ grantedRoleKeys }) => <RoleKeys keys={grantedRoleKeys} /> },
  { key: 'state', title: texts.state, cell: ({ state }) => <ProjectStateBadge state={state} /> },
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

/** The organizations to which a project is granted. */
export function GrantsPage() {
  const { projectId } = useParams({ from: '/projects/$projectId/grants' })
  const project = useProject(projectId)
  if (project) return <Shown project={project} />
  return <Skeleton height={200} aria-label={kitTexts.loading} />
}

function Shown({ project }: { readonly project: Project }) {
  const { projectId } = project
  const can = useProjectRights(project)
  const list = useListState({ sort: '-created' })
  const [adding, setAdding] = useState(false)
  const query = useCall(ProjectService.method.listProjectGrants, requestOf(list, projectId), anywhere)
  const addButton = can('project.grant.write') && <Button onClick={() => setAdding(true)}>{words.add}</Button>
  return (
    <>
      <ProjectHeader project={project} part={words.title} actions={addButton} />
      <Text c="dimmed" mb="sm">
        {words.intro}
      </Text>
      <Group mb="sm" gap="sm">
        <SearchBox list={list} label={words.search} />
      </Group>
      <DataTable
        label={words.title}
        list={list}
        columns={columns}
        rows={query.data?.projectGrants}
        total={query.data && Number(query.data.pagination?.totalResult ?? 0)}
        query={query}
        idOf={({ grantedOrganizationId }) => grantedOrganizationId}
        nameOf={({ grantedOrganizationName }) => grantedOrganizationName}
        linkTo={({ grantedOrganizationId }) => `/projects/${projectId}/grants/${grantedOrganizationId}`}
        empty={
          <Stack align="center" gap="xs">
            <Text>{words.empty}</Text>
            {addButton}
          </Stack>
        }
      />
      {adding && <AddGrant project={project} close={() => setAdding(false)} />}
    </>
  )
}

function requestOf({ query, offset, size, sort, descending }: ListState, projectId: string) {
  return {
    pagination: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn:
      sort === 'changed' ? ProjectGrantFieldName.CHANGE_DATE : ProjectGrantFieldName.CREATION_DATE,
    filters: [
      { filter: { case: 'inProjectIdsFilter' as const, value: { ids: [projectId] } } },
      ...(query
        ? [
            {
              filter: {
                case: 'roleKeyFilter' as const,
                value: { key: query, method: TextFilterMethod.CONTAINS_IGNORE_CASE },
              },
            },
          ]
        : []),
    ],
  }
}
