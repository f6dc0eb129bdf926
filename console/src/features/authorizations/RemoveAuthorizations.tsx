import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { anywhere } from '../../kit/authorization.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { texts } from './texts.ts'

/** Deletes authorizations after a question. */
export function RemoveAuthorizations({
  ids,
  done,
  close,
}: {
  readonly ids: readonly string[]
  done?(): void
  close(): void
}) {
  const remove = useChange(AuthorizationService.method.deleteAuthorization, anywhere)
  return (
    <Confirm
      title={texts.removeTitle(ids.length)}
      text={texts.removeText}
      submitText={texts.remove}
      danger
      act={async () => {
        for (const id of ids) await remove.mutateAsync({ id })
        notifyDone(texts.removed)
        done?.()
      }}
      close={close}
    />
  )
}
