import { List, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { type User, UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useState } from 'react'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { BulkResult } from '../../kit/BulkResult.tsx'
import { DialogButtons } from '../../kit/DialogButtons.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { TypedName } from '../../kit/TypedName.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useBulk } from '../../kit/useBulk.ts'
import type { Reason } from '../../kit/useReason.ts'
import type { BulkAct } from './bulkActs.ts'
import { nameOf } from './nameOf.ts'
import { texts } from './texts.ts'
import { useSelectedUsers } from './useSelectedUsers.ts'
import { useStateChange } from './useStateChange.ts'

/** Asks before something is done to several users, names them, and shows what became of each. */
export function BulkDialog({
  act,
  ids,
  keep,
  close,
}: {
  readonly act: BulkAct
  readonly ids: readonly string[]
  /** Selects the users for whom it failed, and no other ones. */
  keep(ids: readonly string[]): void
  close(): void
}) {
  const read = useSelectedUsers(ids)
  // The list is read again after the act; the dialog goes on to speak about those whom it asked about.
  const [asked, setAsked] = useState<readonly User[]>()
  const users = asked ?? read.data?.result
  const hit = users?.filter(({ state }) => isHit[act](state))
  const bulk = useBulk(useStateChange(act))
  const finish = () => {
    if (bulk.failed) keep(bulk.failed.map(({ item }) => item.userId))
    close()
  }
  return (
    <Modal
      opened
      onClose={finish}
      title={texts.bulk[act].title(bulk.total || (hit?.length ?? ids.length))}
      size="lg"
    >
      {users === undefined && !read.error && <Skeleton height={80} aria-label={kitTexts.loading} />}
      {read.error && <ProblemNotice error={read.error} />}
      {users && hit && bulk.state === 'asking' && (
        <Asking
          act={act}
          hit={hit}
          reason={bulk.reason}
          change={bulk.act}
          left={users.length - hit.length}
          close={close}
          run={() => {
            setAsked(users)
            void bulk.run(hit)
          }}
        />
      )}
      {bulk.state !== 'asking' && (
        <BulkResult bulk={bulk} nameOf={nameOf} done={texts.bulk[act].done} close={finish} />
      )}
    </Modal>
  )
}

const isHit: Readonly<Record<BulkAct, (state: UserState) => boolean>> = {
  deactivate: (state) => state === UserState.ACTIVE || state === UserState.LOCKED,
  reactivate: (state) => state === UserState.INACTIVE,
  lock: (state) => state === UserState.ACTIVE,
  unlock: (state) => state === UserState.LOCKED,
  remove: () => true,
}

/** Names that fit a dialog. */
const mostNames = 8

function Asking({
  act,
  hit,
  reason,
  change,
  left,
  run,
  close,
}: {
  readonly act: BulkAct
  /** Those to whom it can be done. */
  readonly hit: readonly User[]
  readonly reason: Reason
  change(user: User): Promise<unknown>
  /** How many others are selected. */
  readonly left: number
  run(): void
  close(): void
}) {
  const [typed, setTyped] = useState('')
  const [only] = hit
  const proof =
    act !== 'remove' ? '' : hit.length === 1 && only ? nameOf(only) : texts.bulk.people(hit.length)
  const words = texts.bulk[act]
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        run()
      }}
    >
      <Stack gap="sm">
        <Text>{words.text}</Text>
        {hit.length > 0 && (
          <List spacing={2}>
            {hit.slice(0, mostNames).map((user) => (
              <List.Item key={user.userId}>
                <bdi>{nameOf(user)}</bdi>{' '}
                <Text component="span" size="sm" c="dimmed">
                  <bdi>{user.preferredLoginName}</bdi>
                </Text>
              </List.Item>
            ))}
          </List>
        )}
        {hit.length > mostNames && <Text>{texts.bulk.more(hit.length - mostNames)}</Text>}
        {left > 0 && <Text c="dimmed">{words.left(left)}</Text>}
        {proof && hit.length > 0 && <TypedName name={proof} value={typed} onChange={setTyped} />}
        <ReasonField reason={reason} />
        <DialogButtons
          submitText={words.button}
          danger={act === 'remove' || act === 'deactivate' || act === 'lock'}
          ready={hit.length > 0 && typed.trim() === proof.trim()}
          close={close}
        />
        {only && <ApiCall act={() => change(only)} of={[only.userId, reason.text]} />}
      </Stack>
    </form>
  )
}
