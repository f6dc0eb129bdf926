import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { type ProjectGrant, ProjectGrantState } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { LifecycleActions } from '../../kit/LifecycleActions.tsx'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'

const { grants: words } = texts

/** Activates, deactivates and deletes a grant of a project. */
export function GrantActions({ grant }: { readonly grant: ProjectGrant }) {
  const { projectId, grantedOrganizationId, grantedOrganizationName, projectName, state } = grant
  const one = { projectId, grantedOrganizationId }
  const can = useProjectRights(grant)
  const navigate = useNavigate()
  const activate = useChange(ProjectService.method.activateProjectGrant, anywhere)
  const deactivate = useChange(ProjectService.method.deactivateProjectGrant, anywhere)
  const remove = useChange(ProjectService.method.deleteProjectGrant, {
    ...anywhere,
    leave: () => navigate({ to: '/projects/$projectId/grants', params: { projectId } }),
  })
  return (
    <LifecycleActions
      name={words.title2(projectName, grantedOrganizationName || grantedOrganizationId)}
      words={words}
      isActive={state === ProjectGrantState.ACTIVE}
      canWrite={can('project.grant.write')}
      canDelete={can('project.grant.delete')}
      byName={false}
      activate={() => activate.mutateAsync(one)}
      deactivate={() => deactivate.mutateAsync(one)}
      remove={() => remove.mutateAsync(one)}
    />
  )
}
