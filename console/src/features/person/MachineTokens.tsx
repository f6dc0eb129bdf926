import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Machine } from './account.ts'
import { MachineCredentials } from './MachineCredentials.tsx'
import { texts } from './texts.ts'

/** The personal access tokens of a machine. */
export function MachineTokens({ account: { userId, orgId } }: { readonly account: Machine }) {
  const { can } = useRights()
  const read = useCall(
    UserService.method.listPersonalAccessTokens,
    { pagination: { limit: 100 }, filters: [{ filter: { case: 'userIdFilter', value: { id: userId } } }] },
    { orgId: '' },
  )
  const add = useChange(UserService.method.addPersonalAccessToken, { orgId })
  const remove = useChange(UserService.method.removePersonalAccessToken, { orgId })
  return (
    <MachineCredentials
      words={texts.tokens}
      label={texts.tokens.token}
      canWrite={can('user.write', { orgId })}
      read={read}
      make={async (expirationDate) => {
        const { token } = await add.mutateAsync({ userId, expirationDate })
        return { secret: token }
      }}
      remove={(tokenId) => remove.mutateAsync({ userId, tokenId })}
    />
  )
}
