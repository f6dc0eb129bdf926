import { Button } from '@mantine/core'
import { type Organization, OrganizationState } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { LifecycleActions } from '../../kit/LifecycleActions.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { useRights } from '../../kit/useRights.ts'
import { labelled } from '../../language/language.ts'
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
  const { can } = useRights()
  const navigate = useNavigate()
  const activate = useChange(OrganizationService.method.activateOrganization, at)
  const deactivate = useChange(OrganizationService.method.deactivateOrganization, at)
  const remove = useChange(OrganizationService.method.deleteOrganization, {
    ...at,
    leave: () => navigate({ to: '/organizations', search: { org: undefined } }),
  })
  return (
    <>
      {standard.canSet && standard.id !== undefined && standard.id !== organizationId && (
        <MakeDefault name={name} set={() => standard.set(organizationId)} />
      )}
      <LifecycleActions
        name={name}
        words={{ ...texts, removed: texts.removed(name) }}
        isActive={state === OrganizationState.ACTIVE}
        canWrite={can('org.write', at)}
        canDelete={can('org.delete', at)}
        activate={() => activate.mutateAsync({ organizationId })}
        deactivate={() => deactivate.mutateAsync({ organizationId })}
        remove={() => remove.mutateAsync({ organizationId })}
      />
    </>
  )
}

function MakeDefault({ name, set }: { readonly name: string; set(): Promise<unknown> }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {texts.standard.set}
      </Button>
      {isAsking && (
        <Confirm
          title={labelled(texts.standard.set, name)}
          text={texts.standard.text}
          submitText={texts.standard.set}
          act={async () => {
            await set()
            notifyDone(texts.standard.done(name))
          }}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}
