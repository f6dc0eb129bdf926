import { Group, NativeSelect, Pill } from '@mantine/core'
import type { Authorization } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { useCall } from '../../api/useCall.ts'
import { anywhere, personName } from '../../kit/authorization.ts'
import type { ListState } from '../../kit/listState.ts'
import { texts } from './texts.ts'

/** Reads the project to which a list is limited; undefined for none, or one that only a grant lets the caller see. */
export function useScopeProject(projectId: string) {
  const enabled = projectId !== ''
  const read = useCall(ProjectService.method.getProject, { projectId }, { ...anywhere, enabled })
  return enabled ? read.data?.project : undefined
}

/** The most roles that the choice has; any role can be reached from the roles of the project. */
const shown = 200

/** What a list is limited to by links from elsewhere: one project, of it one role, one person. */
export function ListScope({
  list,
  rows,
}: {
  readonly list: ListState
  readonly rows: readonly Authorization[] | undefined
}) {
  const projectId = list.filter('project')
  const person = list.filter('person')
  const role = list.filter('role')
  const project = useScopeProject(projectId)
  const roles = useCall(
    ProjectService.method.listProjectRoles,
    { projectId, pagination: { limit: shown, asc: true } },
    { ...anywhere, enabled: projectId !== '' },
  )
  if (!projectId && !person) return null
  const keys = roles.data?.projectRoles.map(({ key }) => key) ?? []
  const projectName = project?.name ?? rows?.[0]?.project?.name ?? projectId
  const named = rows?.find(({ user }) => user?.id === person)
  return (
    <Group gap="sm" mb="sm">
      {projectId && (
        <Scope
          text={texts.onProject(projectName)}
          clear={texts.anyProject}
          // The role is one of the project, so it goes too.
          onClear={list.clear}
        />
      )}
      {person && (
        <Scope
          text={texts.onPerson(named ? personName(named) : person)}
          clear={texts.anyPerson}
          onClear={() => list.setFilter('person', '')}
        />
      )}
      {projectId && (
        <NativeSelect
          aria-label={texts.role}
          value={role}
          onChange={(event) => list.setFilter('role', event.currentTarget.value)}
          data={[
            { value: '', label: texts.everyRole },
            ...[...new Set([...(role ? [role] : []), ...keys])].map((key) => ({ value: key, label: key })),
          ]}
        />
      )}
    </Group>
  )
}

function Scope({ text, clear, onClear }: { readonly text: string; readonly clear: string; onClear(): void }) {
  return (
    <Pill size="lg" withRemoveButton onRemove={onClear} removeButtonProps={{ 'aria-label': clear }}>
      <bdi>{text}</bdi>
    </Pill>
  )
}
