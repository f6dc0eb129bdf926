import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { MetadataSection, shownMetadata } from '../../kit/MetadataSection.tsx'
import { useRights } from '../../kit/useRights.ts'
import type { Account } from './account.ts'

/** The metadata of an account. */
export function MetadataTab({ account: { userId, orgId } }: { readonly account: Account }) {
  const { can } = useRights()
  const at = { orgId }
  const read = useCall(
    UserService.method.listUserMetadata,
    { userId, pagination: { limit: shownMetadata, asc: true } },
    at,
  )
  const set = useChange(UserService.method.setUserMetadata, at)
  const remove = useChange(UserService.method.deleteUserMetadata, at)
  return (
    <MetadataSection
      metadata={read.data?.metadata}
      error={read.error}
      canWrite={can('user.write', at)}
      set={(entry) => set.mutateAsync({ userId, metadata: [entry] })}
      remove={(key) => remove.mutateAsync({ userId, keys: [key] })}
    />
  )
}
