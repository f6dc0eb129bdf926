import { Button, Menu } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useState } from 'react'
import { useSender } from '../../api/useCall.ts'
import { useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { ConfirmByName } from '../../kit/ConfirmByName.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { useRights } from '../../kit/useRights.ts'
import { labelled } from '../../language/language.ts'
import { type Account, isHuman } from './account.ts'
import { GoesWithIt } from './GoesWithIt.tsx'
import { LostFactor } from './LostFactor.tsx'
import { texts } from './texts.ts'

type Asking = 'deactivate' | 'reactivate' | 'lock' | 'unlock' | 'remove' | 'lost'

/** What can be done with an account as a whole: its states, its deletion, and a lost factor. */
export function AccountActions({ account }: { readonly account: Account }) {
  const { can } = useRights()
  const { orgId, user } = account
  const at = { orgId }
  const [asking, setAsking] = useState<Asking>()
  const close = () => setAsking(undefined)
  const canWrite = can('user.write', at)
  const canDelete = can('user.delete', at)
  const isLocked = user.state === UserState.LOCKED
  const isInactive = user.state === UserState.INACTIVE
  return (
    <>
      {canWrite && isLocked && <Button onClick={() => setAsking('unlock')}>{texts.acts.unlock.title}</Button>}
      {canWrite && isInactive && (
        <Button onClick={() => setAsking('reactivate')}>{texts.acts.reactivate.title}</Button>
      )}
      {canWrite && isHuman(account) && (
        <Button variant="default" onClick={() => setAsking('lost')}>
          {texts.lost.title}
        </Button>
      )}
      {(canWrite || canDelete) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">{texts.acts.more}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {canWrite && !isInactive && (
              <Menu.Item onClick={() => setAsking('deactivate')}>{texts.acts.deactivate.title}</Menu.Item>
            )}
            {canWrite && !isLocked && !isInactive && (
              <Menu.Item onClick={() => setAsking('lock')}>{texts.acts.lock.title}</Menu.Item>
            )}
            {canDelete && (
              <Menu.Item c="var(--warn)" onClick={() => setAsking('remove')}>
                {texts.acts.remove.title}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === 'lost' && isHuman(account) && <LostFactor account={account} close={close} />}
      {asking === 'remove' && <RemoveAccount account={account} close={close} />}
      {(asking === 'deactivate' || asking === 'reactivate' || asking === 'lock' || asking === 'unlock') && (
        <ChangeState account={account} to={asking} close={close} />
      )}
    </>
  )
}

function RemoveAccount({ account, close }: { readonly account: Account; close(): void }) {
  const { userId, orgId, name } = account
  const navigate = useNavigate()
  const send = useSender()
  const queries = useQueryClient()
  return (
    <ConfirmByName
      title={labelled(texts.acts.remove.title, name)}
      name={name}
      text={<GoesWithIt account={account} />}
      submitText={texts.acts.remove.title}
      act={async () => {
        await send(UserService.method.deleteUser, { userId }, { orgId })
        // The page of the account is left before its reads are repeated.
        await navigate({ to: '/people' as never })
        await queries.invalidateQueries()
        notifyDone(texts.acts.remove.done(name))
      }}
      close={close}
    />
  )
}

function ChangeState({
  account: { userId, orgId, name },
  to,
  close,
}: {
  readonly account: Account
  readonly to: 'deactivate' | 'reactivate' | 'lock' | 'unlock'
  close(): void
}) {
  const rest = useRestChange()
  const { title, text, done } = texts.acts[to]
  return (
    <Confirm
      title={labelled(title, name)}
      text={text}
      submitText={title}
      danger={to === 'deactivate' || to === 'lock'}
      act={async () => {
        await rest.mutateAsync({ method: 'POST', path: `/v2/users/${userId}/${to}`, orgId, body: {} })
        notifyDone(done(name))
      }}
      close={close}
    />
  )
}
