import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { type Project, ProjectState } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { LifecycleActions } from '../../kit/LifecycleActions.tsx'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'

/** Activates, deactivates and deletes a project. */
export function ProjectActions({ project }: { readonly project: Project }) {
  const { projectId, name, state } = project
  const can = useProjectRights(project)
  const navigate = useNavigate()
  const activate = useChange(ProjectService.method.activateProject, anywhere)
  const deactivate = useChange(ProjectService.method.deactivateProject, anywhere)
  const remove = useChange(ProjectService.method.deleteProject, {
    ...anywhere,
    leave: () => navigate({ to: '/projects' }),
  })
  return (
    <LifecycleActions
      name={name}
      words={{ ...texts, removed: texts.removed(name) }}
      isActive={state === ProjectState.ACTIVE}
      canWrite={can('project.write')}
      canDelete={can('project.delete')}
      activate={() => activate.mutateAsync({ projectId })}
      deactivate={() => deactivate.mutateAsync({ projectId })}
      remove={() => remove.mutateAsync({ projectId })}
    />
  )
}
