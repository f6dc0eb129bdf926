import { Button } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { type ProjectGrant, ProjectGrantState } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { texts } from './texts.ts'
import { anywhere, useProjectRights } from './useProject.ts'

const { grants: words } = texts

/** Activates, deactivates and deletes a grant of a project. */
export function GrantActions({ grant }: { readonly grant: ProjectGrant }) {
  const { projectId, grantedOrganizationId, grantedOrganizationName, projectName, state } = grant
  const one = { projectId, grantedOrganizationId }
  const can = useProjectRights(grant)
  const [asking, setAsking] = useState<'deactivate' | 'remove'>()
  const navigate = useNavigate()
  const activate = useChange(ProjectService.method.activateProjectGrant, anywhere)
  const deactivate = useChange(ProjectService.method.deactivateProjectGrant, anywhere)
  const remove = useChange(ProjectService.method.deleteProjectGrant, {
    ...anywhere,
    leave: () => navigate({ to: '/projects/$projectId/grants', params: { projectId } }),
  })
  const close = () => setAsking(undefined)
  const isActive = state === ProjectGrantState.ACTIVE
  const name = words.title2(projectName, grantedOrganizationName || grantedOrganizationId)
  return (
    <>
      {can('project.grant.write') && isActive && (
        <Button variant="default" onClick={() => setAsking('deactivate')}>
          {words.deactivate}
        </Button>
      )}
      {can('project.grant.write') && !isActive && (
        <Button loading={activate.isPending} onClick={() => activate.mutateAsync(one).catch(notifyProblem)}>
          {words.activate}
        </Button>
      )}
      {can('project.grant.delete') && (
        <Button color="red" variant="outline" onClick={() => setAsking('remove')}>
          {words.remove}
        </Button>
      )}
      {asking === 'deactivate' && (
        <Confirm
          title={`${words.deactivate}: ${name}`}
          text={words.deactivateText}
          submitText={words.deactivate}
          danger
          act={() => deactivate.mutateAsync(one)}
          close={close}
        />
      )}
      {asking === 'remove' && (
        <Confirm
          title={`${words.remove}: ${name}`}
          text={words.removeText}
          submitText={words.remove}
          danger
          act={async () => {
            await remove.mutateAsync(one)
            notifyDone(words.removed)
          }}
          close={close}
        />
      )}
    </>
  )
}
