import { List, Stack, Text } from '@mantine/core'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'

const { roles: words } = texts

/** Deletes roles of a project, after saying how many authorizations and grants lose each. */
export function RemoveRoles({
  project,
  keys,
  done,
  close,
}: {
  readonly project: Project
  readonly keys: readonly string[]
  done(): void
  close(): void
}) {
  const { projectId } = project
  const remove = useChange(ProjectService.method.removeProjectRole, anywhere)
  return (
    <Confirm
      title={words.removeTitle(keys.length)}
      text={
        <Stack gap="xs">
          <Text>{words.removeText}</Text>
          <List>
            {keys.map((key) => (
              <List.Item key={key}>
                <bdi>{key}</bdi> <Effects project={project} roleKey={key} />
              </List.Item>
            ))}
          </List>
        </Stack>
      }
      submitText={words.remove}
      danger
      act={async () => {
        for (const roleKey of keys) await remove.mutateAsync({ projectId, roleKey })
        notifyDone(words.removed)
        done()
      }}
      close={close}
    />
  )
}

/** How many authorizations and grants have a role; nothing for callers who may not read both. */
function Effects({ project, roleKey }: { readonly project: Project; readonly roleKey: string }) {
  const { projectId } = project
  const can = useProjectRights(project)
  const options = { ...anywhere, enabled: can('user.grant.read') && can('project.grant.read') }
  const pagination = { limit: 1 }
  const key = { key: roleKey, method: TextFilterMethod.EQUALS }
  const authorizations = useCall(
    AuthorizationService.method.listAuthorizations,
    {
      pagination,
      filters: [
        { filter: { case: 'projectId', value: { id: projectId } } },
        { filter: { case: 'roleKey', value: key } },
      ],
    },
    options,
  )
  const grants = useCall(
    ProjectService.method.listProjectGrants,
    {
      pagination,
      filters: [
        { filter: { case: 'inProjectIdsFilter', value: { ids: [projectId] } } },
        { filter: { case: 'roleKeyFilter', value: key } },
      ],
    },
    options,
  )
  if (!authorizations.data || !grants.data) return null
  return (
    <Text span c="dimmed" size="sm">
      {words.effects(
        Number(authorizations.data.pagination?.totalResult ?? 0),
        Number(grants.data.pagination?.totalResult ?? 0),
      )}
    </Text>
  )
}
