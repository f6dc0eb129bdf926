import { Button, Group, Text } from '@mantine/core'
import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import {
  type Project,
  type ProjectRole,
  ProjectRoleFieldName,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { LinkButton } from '../../kit/LinkButton.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { type ListState, useListState } from '../../kit/listState.ts'
import { AddRoles } from './AddRoles.tsx'
import { EditRole } from './EditRole.tsx'
import { ProjectHeader } from './ProjectHeader.tsx'
import { RemoveRoles } from './RemoveRoles.tsx'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'
import { WithProject } from './WithProject.tsx'

const { roles: words } = texts
const plain: readonly Column<ProjectRole>[] = [
  { key: 'key', title: words.key, sort: 'key', cell: ({ key }) => <bdi>{key}</bdi> },
  { key: 'displayName', title: words.displayName, cell: ({ displayName }) => displayName },
  { key: 'group', title: words.group, cell: ({ group }) => group || '–' },
  dateColumn('created', texts.created, ({ creationDate }) => creationDate),
]

/** The roles of a project. */
export function RolesPage() {
  const { projectId } = useParams({ from: '/projects/$projectId/roles' })
  return <WithProject projectId={projectId}>{(project) => <Shown project={project} />}</WithProject>
}

function Shown({ project }: { readonly project: Project }) {
  const { projectId } = project
  const can = useProjectRights(project)
  const list = useListState({ sort: 'key' })
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<readonly string[]>()
  const query = useCall(ProjectService.method.listProjectRoles, requestOf(list, projectId), anywhere)
  const canDelete = can('project.role.delete')
  const actions: Column<ProjectRole> = {
    key: 'actions',
    title: words.actions,
    cell: (role) => <RoleButtons project={project} role={role} remove={setRemoving} />,
  }
  const addButton = can('project.role.write') && <Button onClick={() => setAdding(true)}>{words.add}</Button>
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
        columns={[...plain, actions]}
        rows={query.data?.projectRoles}
        query={query}
        idOf={({ key }) => key}
        nameOf={({ key }) => key}
        {...(canDelete && {
          bulk: (keys: readonly string[]) => (
            <Button size="xs" color="red" variant="outline" onClick={() => setRemoving(keys)}>
              {words.remove}
            </Button>
          ),
        })}
        empty={words.empty}
        add={addButton}
      />
      {adding && <AddRoles projectId={projectId} close={() => setAdding(false)} />}
      {removing && (
        <RemoveRoles
          project={project}
          keys={removing}
          done={() => list.select([])}
          close={() => setRemoving(undefined)}
        />
      )}
    </>
  )
}

function RoleButtons({
  project,
  role,
  remove,
}: {
  readonly project: Project
  readonly role: ProjectRole
  remove(keys: readonly string[]): void
}) {
  const can = useProjectRights(project)
  const [editing, setEditing] = useState(false)
  return (
    <Group gap="xs" justify="flex-end">
      {can('user.grant.read') && (
        <LinkButton
          to="/authorizations"
          search={{ project: role.projectId, role: role.key } as never}
          size="xs"
          variant="subtle"
        >
          {words.who}
        </LinkButton>
      )}
      {can('project.role.write') && (
        <Button size="xs" variant="default" onClick={() => setEditing(true)}>
          {words.edit}
        </Button>
      )}
      {can('project.role.delete') && (
        <Button size="xs" variant="subtle" color="red" onClick={() => remove([role.key])}>
          {words.remove}
        </Button>
      )}
      {editing && <EditRole role={role} close={() => setEditing(false)} />}
    </Group>
  )
}

function requestOf({ query, offset, size, sort, descending }: ListState, projectId: string) {
  return {
    projectId,
    pagination: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn: sort === 'created' ? ProjectRoleFieldName.CREATION_DATE : ProjectRoleFieldName.KEY,
    filters: query
      ? [
          {
            filter: {
              case: 'roleKeyFilter' as const,
              value: { key: query, method: TextFilterMethod.CONTAINS_IGNORE_CASE },
            },
          },
        ]
      : [],
  }
}
