import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useCall, useChange } from '../../api/useCall.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Machine } from './account.ts'
import { MachineCredentials } from './MachineCredentials.tsx'
import { texts } from './texts.ts'

/** The keys of a machine: a key pair is made here, its file is kept once. */
export function MachineKeys({ account: { userId, orgId } }: { readonly account: Machine }) {
  const { can } = useRights()
  const read = useCall(
    UserService.method.listKeys,
    { pagination: { limit: 100 }, filters: [{ filter: { case: 'userIdFilter', value: { id: userId } } }] },
    { orgId: '' },
  )
  const add = useChange(UserService.method.addKey, { orgId })
  const remove = useChange(UserService.method.removeKey, { orgId })
  return (
    <MachineCredentials
      words={texts.keys}
      label={texts.keys.file}
      canWrite={can('user.write', { orgId })}
      read={read}
      make={async (expirationDate) => {
        const { keyId, keyContent } = await add.mutateAsync({ userId, expirationDate })
        return { secret: new TextDecoder().decode(keyContent), file: `${keyId}.json` }
      }}
      remove={(keyId) => remove.mutateAsync({ userId, keyId })}
    />
  )
}
