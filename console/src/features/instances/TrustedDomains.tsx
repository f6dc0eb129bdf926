import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { useRights } from '../../kit/useRights.ts'
import { allDomains, DomainSection } from './DomainSection.tsx'
import { texts } from './texts.ts'

/** The domains that may be named as the public address of an instance. */
export function TrustedDomains({ instanceId }: { readonly instanceId: string }) {
  const { can } = useRights()
  const at = { orgId: '' }
  const read = useCall(InstanceService.method.listTrustedDomains, { instanceId, pagination: allDomains }, at)
  const add = useChange(InstanceService.method.addTrustedDomain, at)
  const remove = useChange(InstanceService.method.removeTrustedDomain, at)
  return (
    <DomainSection
      words={texts.trusted}
      domains={read.data?.trustedDomain}
      error={read.error}
      canWrite={can('system.instance.write')}
      add={(trustedDomain) => add.mutateAsync({ instanceId, trustedDomain })}
      remove={(trustedDomain) => remove.mutateAsync({ instanceId, trustedDomain })}
    />
  )
}
