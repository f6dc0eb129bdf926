import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import type { Human } from './account.ts'
import { passkeyLink } from './links.ts'

/** Makes links with which a person adds a passkey. */
export function useRegistrationLink(account: Human) {
  const { userId, orgId } = account
  const { mutateAsync, isPending } = useChange(UserService.method.createPasskeyRegistrationLink, { orgId })
  return {
    isPending,
    /** Sends it by mail. */
    send: () => mutateAsync({ userId, medium: { case: 'sendLink', value: {} } }),
    /** Returns it. */
    async make(): Promise<string> {
      const { code } = await mutateAsync({ userId, medium: { case: 'returnCode', value: {} } })
      return passkeyLink(account, { id: code?.id ?? '', code: code?.code ?? '' })
    },
  }
}
