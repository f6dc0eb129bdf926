import { Button } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { type Project, ProjectState } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { ConfirmByName } from '../../kit/ConfirmByName.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'

/** Activates, deactivates and deletes a project. */
export function ProjectActions({ project }: { readonly project: Project }) {
  const { projectId, name, state } = project
  const can = useProjectRights(project)
  const [asking, setAsking] = useState<'deactivate' | 'remove'>()
  const navigate = useNavigate()
  const activate = useChange(ProjectService.method.activateProject, anywhere)
  const deactivate = useChange(ProjectService.method.deactivateProject, anywhere)
  const remove = useChange(ProjectService.method.deleteProject, {
    ...anywhere,
    leave: () => navigate({ to: '/projects' }),
  })
  const close = () => setAsking(undefined)
  const isActive = state === ProjectState.ACTIVE
  return (
    <>
      {can('project.write') && isActive && (
        <Button variant="default" onClick={() => setAsking('deactivate')}>
          {texts.deactivate}
        </Button>
      )}
      {can('project.write') && !isActive && (
        <Button
          loading={activate.isPending}
          onClick={() => activate.mutateAsync({ projectId }).catch(notifyProblem)}
        >
          {texts.activate}
        </Button>
      )}
      {can('project.delete') && (
        <Button color="red" variant="outline" onClick={() => setAsking('remove')}>
          {texts.remove}
        </Button>
      )}
      {asking === 'deactivate' && (
        <Confirm
          title={`${texts.deactivate}: ${name}`}
          text={texts.deactivateText}
          submitText={texts.deactivate}
          danger
          act={() => deactivate.mutateAsync({ projectId })}
          close={close}
        />
      )}
      {asking === 'remove' && (
        <ConfirmByName
          title={`${texts.remove}: ${name}`}
          name={name}
          text={texts.removeText}
          submitText={texts.remove}
          act={async () => {
            await remove.mutateAsync({ projectId })
            notifyDone(texts.removed(name))
          }}
          close={close}
        />
      )}
    </>
  )
}
