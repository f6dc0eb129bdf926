import { Modal, Skeleton, Stack, Text } from '@mantine/core'
import { type Authorization, State } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useState } from 'react'
import { useCall, useSender } from '../../api/useCall.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { anywhere, personName } from '../../kit/authorization.ts'
import { authorizationsAt } from '../../kit/authorizationsAt.ts'
import { BulkResult } from '../../kit/BulkResult.tsx'
import { DialogButtons } from '../../kit/DialogButtons.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { type BulkRun, useBulk } from '../../kit/useBulk.ts'
import { texts } from './texts.ts'

const { method } = AuthorizationService

/** Deletes authorizations after a question, and shows which were refused. They can be given again at once. */
export function RemoveAuthorizations({
  ids,
  keep,
  close,
}: {
  readonly ids: readonly string[]
  /** Selects those for which it failed, and no other ones. */
  keep(ids: readonly string[]): void
  close(): void
}) {
  const read = useCall(
    method.listAuthorizations,
    {
      pagination: { limit: ids.length },
      filters: [{ filter: { case: 'authorizationIds', value: { ids: [...ids] } } }],
    },
    anywhere,
  )
  // The list is read again after the act; the dialog goes on to speak about those that it asked about.
  const [asked, setAsked] = useState<readonly Authorization[]>()
  const rows = asked ?? read.data?.authorizations
  const bulk = useBulk(useRemoval())
  const finish = () => {
    if (bulk.failed && !bulk.isUndo) keep(bulk.failed.map(({ item }) => item.id))
    close()
  }
  return (
    <Modal opened onClose={finish} title={texts.removeTitle(ids.length)} size="lg">
      {rows === undefined && !read.error && <Skeleton height={80} aria-label={kitTexts.loading} />}
      {read.error && <ProblemNotice error={read.error} />}
      {rows && bulk.state === 'asking' && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setAsked(rows)
            void bulk.run(rows)
          }}
        >
          <Stack gap="sm">
            <Text>{texts.removeText}</Text>
            <ReasonField reason={bulk.reason} />
            <DialogButtons submitText={texts.remove} danger ready={rows.length > 0} close={close} />
            <ApiCall act={async () => rows[0] && bulk.act(rows[0])} of={[ids, bulk.reason.text]} />
          </Stack>
        </form>
      )}
      {bulk.state !== 'asking' && (
        <BulkResult
          bulk={bulk}
          nameOf={(row) => `${personName(row)}, ${row.project?.name}`}
          done={texts.removedOf}
          close={finish}
        />
      )}
    </Modal>
  )
}

/**
 * Undone, the person has the same roles by a new authorization. One that was inactive stays deleted, because a new one is active at first;
 * and so does one whose person was given roles there since.
 */
function useRemoval(): BulkRun<Authorization> {
  const send = useSender()
  return async ({ id }) => {
    const filters = [{ filter: { case: 'authorizationIds' as const, value: { ids: [id] } } }]
    const { authorizations } = await send(method.listAuthorizations, { filters }, anywhere)
    const { deletionDate } = await send(method.deleteAuthorization, { id }, anywhere)
    const [before] = authorizations
    // Somebody else has deleted it before.
    if (before === undefined || deletionDate === undefined) return undefined
    if (before.state !== State.ACTIVE) return new Error(texts.wasInactive)
    const place = {
      userId: before.user?.id ?? '',
      projectId: before.project?.id ?? '',
      organizationId: before.organization?.id ?? '',
    }
    return async () => {
      if ((await authorizationsAt(send, place)).length > 0) throw new Error(texts.givenSince)
      const roleKeys = before.roles.map(({ key }) => key)
      await send(method.createAuthorization, { ...place, roleKeys }, anywhere)
    }
  }
}
