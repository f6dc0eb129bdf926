import { Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { BulkResult } from '../../kit/BulkResult.tsx'
import { DialogButtons } from '../../kit/DialogButtons.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { type Target, TargetPicker } from '../../kit/TargetPicker.tsx'
import { TargetRoles } from '../../kit/TargetRoles.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useBulk } from '../../kit/useBulk.ts'
import { nameOf } from './nameOf.ts'
import { texts } from './texts.ts'
import { useGiveRoles } from './useGiveRoles.ts'
import { useSelectedUsers } from './useSelectedUsers.ts'

const words = texts.bulk.roles

/** Gives several users the same roles on a project, and shows for whom it was refused. */
export function BulkRoles({
  ids,
  keep,
  close,
}: {
  readonly ids: readonly string[]
  /** Selects the users for whom it failed, and no other ones. */
  keep(ids: readonly string[]): void
  close(): void
}) {
  const context = useContextOrganization()
  const [target, setTarget] = useState<Target | null>(null)
  const [roleKeys, setRoleKeys] = useState<readonly string[]>([])
  const { data, error } = useSelectedUsers(ids)
  const bulk = useBulk(useGiveRoles(target, roleKeys))
  const users = data?.result
  const finish = () => {
    if (bulk.failed) keep(bulk.failed.map(({ item }) => item.userId))
    close()
  }
  return (
    <Modal opened onClose={finish} title={words.title(bulk.total || ids.length)} size="lg">
      {error && <ProblemNotice error={error} />}
      {!error && users === undefined && <Skeleton height={80} aria-label={kitTexts.loading} />}
      {users && bulk.state === 'asking' && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void bulk.run(users)
          }}
        >
          <Stack gap="sm">
            <Text>{words.text}</Text>
            <TargetPicker
              autoFocus
              required
              orgId={context}
              value={target}
              onChange={(chosen) => {
                setTarget(chosen)
                setRoleKeys([])
              }}
            />
            {target && <TargetRoles target={target} value={roleKeys} onChange={setRoleKeys} />}
            <ReasonField reason={bulk.reason} />
            <DialogButtons
              submitText={words.button}
              ready={target !== null && roleKeys.length > 0}
              close={close}
            />
            <ApiCall
              act={async () => users[0] && bulk.act(users[0])}
              of={[target, roleKeys, bulk.reason.text]}
            />
          </Stack>
        </form>
      )}
      {bulk.state !== 'asking' && <BulkResult bulk={bulk} nameOf={nameOf} done={words.done} close={finish} />}
    </Modal>
  )
}
