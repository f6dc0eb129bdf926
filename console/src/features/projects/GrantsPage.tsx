import { Button, Text } from '@mantine/core'
import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import {
  type Project,
  type ProjectGrant,
  ProjectGrantFieldName,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { AddGrant } from './AddGrant.tsx'
import { ProjectHeader } from './ProjectHeader.tsx'
import { ProjectStateBadge } from './ProjectStateBadge.tsx'
import { RoleKeys } from './RoleKeys.tsx'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'
import { WithProject } from './WithProject.tsx'

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
  dateColumn('created', texts.created, ({ creationDate }) => creationDate),
  dateColumn('changed', texts.changed, ({ changeDate }) => changeDate),
]

/** The organizations to which a project is granted. */
export function GrantsPage() {
  const { projectId } = useParams({ from: '/projects/$projectId/grants' })
  return <WithProject projectId={projectId}>{(project) => <Shown project={project} />}</WithProject>
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
      <ListTable
        search={words.search}
        label={words.title}
        list={list}
        columns={columns}
        rows={query.data?.projectGrants}
        query={query}
        idOf={({ grantedOrganizationId }) => grantedOrganizationId}
        nameOf={({ grantedOrganizationName }) => grantedOrganizationName}
        linkTo={({ grantedOrganizationId }) => `/projects/${projectId}/grants/${grantedOrganizationId}`}
        empty={words.empty}
        add={addButton}
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
