import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { MetadataSection, shownMetadata } from '../../kit/MetadataSection.tsx'
import { useRights } from '../../kit/useRights.ts'

/** The metadata of an organization. */
export function OrganizationMetadata({ organizationId }: { readonly organizationId: string }) {
  const { can } = useRights()
  const at = { orgId: organizationId }
  const read = useCall(
    OrganizationService.method.listOrganizationMetadata,
    { organizationId, pagination: { limit: shownMetadata, asc: true } },
    at,
  )
  const set = useChange(OrganizationService.method.setOrganizationMetadata, at)
  const remove = useChange(OrganizationService.method.deleteOrganizationMetadata, at)
  return (
    <MetadataSection
      metadata={read.data?.metadata}
      error={read.error}
      canWrite={can('org.write', at)}
      set={(entry) => set.mutateAsync({ organizationId, metadata: [entry] })}
      remove={(key) => remove.mutateAsync({ organizationId, keys: [key] })}
    />
  )
}
