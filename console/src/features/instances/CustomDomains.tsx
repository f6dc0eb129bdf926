import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { useRestChange } from '../../api/useRead.ts'
import { useRights } from '../../kit/useRights.ts'
import { allDomains, DomainSection } from './DomainSection.tsx'
import { texts } from './texts.ts'

/** The domains at which an instance answers. */
export function CustomDomains({ instanceId }: { readonly instanceId: string }) {
  const { can } = useRights()
  const at = { orgId: '' }
  const read = useCall(InstanceService.method.listCustomDomains, { instanceId, pagination: allDomains }, at)
  const add = useChange(InstanceService.method.addCustomDomain, at)
  const remove = useChange(InstanceService.method.removeCustomDomain, at)
  const rest = useRestChange()
  return (
    <DomainSection
      words={texts.custom}
      domains={read.data?.domains}
      error={read.error}
      canWrite={can('system.domain.write')}
      add={(customDomain) => add.mutateAsync({ instanceId, customDomain })}
      remove={(customDomain) => remove.mutateAsync({ instanceId, customDomain })}
      makePrimary={(domain) =>
        rest.mutateAsync({
          ...at,
          method: 'POST',
          path: `/system/v1/instances/${encodeURIComponent(instanceId)}/domains/_set_primary`,
          body: { domain },
        })
      }
    />
  )
}
