import { Button, Group } from '@mantine/core'
import { type Authorization, State } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { anywhere, personName } from '../../kit/authorization.ts'
import { EditAuthorization } from '../../kit/EditAuthorization.tsx'
import { notifyProblem } from '../../kit/notify.ts'
import { useRights } from '../../kit/useRights.ts'
import { RemoveAuthorization } from './RemoveAuthorization.tsx'
import { texts } from './texts.ts'

/** Edits, activates, deactivates and deletes one authorization. */
export function AuthorizationButtons({ row }: { readonly row: Authorization }) {
  const { id, state, organization, project } = row
  const { can } = useRights()
  const at = { orgId: organization?.id, projectId: project?.id }
  const [asking, setAsking] = useState<'edit' | 'remove'>()
  const activate = useChange(AuthorizationService.method.activateAuthorization, anywhere)
  const deactivate = useChange(AuthorizationService.method.deactivateAuthorization, anywhere)
  const turn = state === State.ACTIVE ? deactivate : activate
  const close = () => setAsking(undefined)
  return (
    <Group gap="xs" justify="flex-end">
      {can('user.grant.write', at) && (
        <>
          <Button size="xs" variant="default" onClick={() => setAsking('edit')}>
            {texts.edit}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            loading={turn.isPending}
            onClick={() => turn.mutateAsync({ id }).catch(notifyProblem)}
          >
            {state === State.ACTIVE ? texts.deactivate : texts.activate}
          </Button>
        </>
      )}
      {can('user.grant.delete', at) && (
        <Button size="xs" variant="subtle" color="red" onClick={() => setAsking('remove')}>
          {texts.remove}
        </Button>
      )}
      {asking === 'edit' && (
        <EditAuthorization
          title={texts.editTitle(personName(row), project?.name ?? '')}
          row={row}
          close={close}
        />
      )}
      {asking === 'remove' && <RemoveAuthorization id={id} close={close} />}
    </Group>
  )
}
