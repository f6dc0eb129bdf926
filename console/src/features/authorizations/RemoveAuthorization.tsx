import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { anywhere } from '../../kit/authorization.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { texts } from './texts.ts'

/** Deletes an authorization after a question. */
export function RemoveAuthorization({ id, close }: { readonly id: string; close(): void }) {
  const remove = useChange(AuthorizationService.method.deleteAuthorization, anywhere)
  return (
    <Confirm
      title={texts.removeTitle(1)}
      text={texts.removeText}
      submitText={texts.remove}
      danger
      act={async () => {
        await remove.mutateAsync({ id })
        notifyDone(texts.removed)
      }}
      close={close}
    />
  )
}
