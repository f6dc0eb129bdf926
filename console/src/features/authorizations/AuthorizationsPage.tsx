import { Button, Group, Stack, Text } from '@mantine/core'
import { type Authorization, State } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useState } from 'react'
import { useCall } from '../../api/useCall.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { anywhere, personName } from '../../kit/authorization.ts'
import type { Column } from '../../kit/DataTable.tsx'
import { dateColumn } from '../../kit/dateColumn.tsx'
import { EditAuthorization } from '../../kit/EditAuthorization.tsx'
import { FilterSelect, optionsOf } from '../../kit/FilterSelect.tsx'
import { ListTable } from '../../kit/ListTable.tsx'
import { useListState } from '../../kit/listState.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useRights } from '../../kit/useRights.ts'
import { AuthorizationButtons } from './AuthorizationButtons.tsx'
import { ListScope, useScopeProject } from './ListScope.tsx'
import { RemoveAuthorizations } from './RemoveAuthorizations.tsx'
import { requestOf } from './request.ts'
import { texts } from './texts.ts'

const columns: readonly Column<Authorization>[] = [
  { key: 'person', title: texts.person, cell: (row) => <Person row={row} /> },
  {
    key: 'project',
    title: texts.project,
    cell: ({ project }) => <RowLink to={`/projects/${project?.id}`}>{project?.name}</RowLink>,
  },
  { key: 'roles', title: texts.roles, cell: ({ roles }) => <Roles roles={roles} /> },
  { key: 'organization', title: texts.organization, cell: (row) => <Giver row={row} /> },
  {
    key: 'state',
    title: texts.state,
    cell: ({ state }) => (
      <StateBadge tone={state === State.ACTIVE ? 'good' : 'warn'}>{texts.states[state]}</StateBadge>
    ),
  },
  dateColumn('created', texts.created, ({ creationDate }) => creationDate),
  dateColumn('changed', texts.changed, ({ changeDate }) => changeDate),
  { key: 'actions', title: texts.actions, cell: (row) => <AuthorizationButtons row={row} /> },
]

const filters = ['project', 'role', 'person', 'state']

/** Who has which roles where, by project, by role and by person. */
export function AuthorizationsPage() {
  const list = useListState({ sort: '-created', filters })
  const project = useScopeProject(list.filter('project'))
  // Members of one project have the right on it alone, wherever it is.
  const at = list.filter('project') ? { orgId: project?.organizationId, projectId: project?.projectId } : {}
  return (
    <Needed right="user.grant.read" at={at}>
      <Authorizations />
    </Needed>
  )
}

function Authorizations() {
  const context = useContextOrganization()
  const list = useListState({ sort: '-created', filters })
  const { can } = useRights()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<readonly string[]>()
  const query = useCall(AuthorizationService.method.listAuthorizations, requestOf(list, context), anywhere)
  const addButton = can('user.grant.write') && <Button onClick={() => setAdding(true)}>{texts.add}</Button>
  return (
    <>
      <PageHeader title={texts.title} intro={texts.intro} actions={addButton} />
      <ListScope list={list} rows={query.data?.authorizations} />
      <ListTable
        search={texts.search}
        filters={
          <FilterSelect
            list={list}
            name="state"
            label={texts.state}
            all={texts.everyState}
            options={optionsOf([State.ACTIVE, State.INACTIVE], texts.states)}
          />
        }
        label={texts.title}
        list={list}
        columns={columns}
        rows={query.data?.authorizations}
        query={query}
        idOf={({ id }) => id}
        nameOf={(row) => `${personName(row)}, ${row.project?.name}`}
        {...(can('user.grant.delete') && {
          bulk: (ids: readonly string[]) => (
            <Button size="xs" color="red" variant="outline" onClick={() => setRemoving(ids)}>
              {texts.remove}
            </Button>
          ),
        })}
        empty={texts.empty}
        add={addButton}
      />
      {adding && (
        <EditAuthorization
          title={texts.add}
          projectId={list.filter('project')}
          close={() => setAdding(false)}
        />
      )}
      {removing && (
        <RemoveAuthorizations ids={removing} keep={list.select} close={() => setRemoving(undefined)} />
      )}
    </>
  )
}

function Person({ row }: { readonly row: Authorization }) {
  return (
    <>
      <RowLink to={`/people/${row.user?.id}`}>{personName(row)}</RowLink>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        <bdi>{row.user?.preferredLoginName}</bdi>
      </Text>
    </>
  )
}

function Roles({ roles }: Pick<Authorization, 'roles'>) {
  if (roles.length === 0) return texts.none
  return (
    <Group gap={4}>
      {roles.map(({ key }) => (
        <StateBadge key={key}>{key}</StateBadge>
      ))}
    </Group>
  )
}

/** The organization that gives the authorization, which has the project by a grant if it does not own it. */
function Giver({ row: { organization, project } }: { readonly row: Authorization }) {
  return (
    <Stack gap={2}>
      <bdi>{organization?.name || organization?.id}</bdi>
      {organization?.id !== project?.organizationId && (
        <div>
          <StateBadge>{texts.viaGrant}</StateBadge>
        </div>
      )}
    </Stack>
  )
}
