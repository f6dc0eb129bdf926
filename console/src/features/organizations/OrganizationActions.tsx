import { Button } from '@mantine/core'
import { type Organization, OrganizationState } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import { Confirm } from '../../kit/Confirm.tsx'
import { ConfirmByName } from '../../kit/ConfirmByName.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { texts } from './texts.ts'
import type { DefaultOrganization } from './useDefaultOrganization.ts'

/** Activates, deactivates and deletes an organization, and makes it the default one. */
export function OrganizationActions({
  organization,
  standard,
}: {
  readonly organization: Organization
  readonly standard: DefaultOrganization
}) {
  const { id: organizationId, name, state } = organization
  const at = { orgId: organizationId }
  const [asking, setAsking] = useState<'deactivate' | 'remove' | 'standard'>()
  const navigate = useNavigate()
  const activate = useChange(OrganizationService.method.activateOrganization, at)
  const deactivate = useChange(OrganizationService.method.deactivateOrganization, at)
  const remove = useChange(OrganizationService.method.deleteOrganization, {
    ...at,
    leave: () => navigate({ to: '/organizations', search: { org: undefined } }),
  })
  const close = () => setAsking(undefined)
  return (
    <>
      {standard.canSet && standard.id !== undefined && standard.id !== organizationId && (
        <Button variant="default" onClick={() => setAsking('standard')}>
          {texts.standard.set}
        </Button>
      )}
      <Allowed needs="org.write" at={at}>
        {state === OrganizationState.ACTIVE ? (
          <Button variant="default" onClick={() => setAsking('deactivate')}>
            {texts.deactivate}
          </Button>
        ) : (
          <Button
            loading={activate.isPending}
            onClick={() => activate.mutateAsync({ organizationId }).catch(notifyProblem)}
          >
            {texts.activate}
          </Button>
        )}
      </Allowed>
      <Allowed needs="org.delete" at={at}>
        <Button color="red" variant="outline" onClick={() => setAsking('remove')}>
          {texts.remove}
        </Button>
      </Allowed>
      {asking === 'deactivate' && (
        <Confirm
          title={`${texts.deactivate}: ${name}`}
          text={texts.deactivateText}
          submitText={texts.deactivate}
          danger
          act={() => deactivate.mutateAsync({ organizationId })}
          close={close}
        />
      )}
      {asking === 'standard' && (
        <Confirm
          title={`${texts.standard.set}: ${name}`}
          text={texts.standard.text}
          submitText={texts.standard.set}
          act={async () => {
            await standard.set(organizationId)
            notifyDone(texts.standard.done(name))
          }}
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
            await remove.mutateAsync({ organizationId })
            notifyDone(texts.removed(name))
          }}
          close={close}
        />
      )}
    </>
  )
}
