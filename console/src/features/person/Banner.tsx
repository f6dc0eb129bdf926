import { Alert, Anchor, Button, Group, Text } from '@mantine/core'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import type { ReactNode } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Account } from './account.ts'
import { texts } from './texts.ts'

const { banner: words } = texts

/** Says first what keeps an account from being used, and what to do about it. */
export function Banner({ account }: { readonly account: Account }) {
  const { can, rights } = useRights()
  const { state } = account.user
  const canWrite = can('user.write', { orgId: account.orgId })
  if (state === UserState.INITIAL) return <Initial account={account} canWrite={canWrite} />
  if (state === UserState.LOCKED) return <Note text={words.locked} />
  if (state === UserState.INACTIVE) return <Note text={words.inactive} />
  if (rights.userId === account.userId) {
    return (
      <Text size="sm" mb="md" c="dimmed">
        {words.you}{' '}
        <Anchor href="/ui/account" size="sm">
          {words.ownAccount}
        </Anchor>
      </Text>
    )
  }
  return null
}

function Note({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <Alert variant="light" color="red" mb="md" role="status">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="var(--ink)">
          {text}
        </Text>
        {children}
      </Group>
    </Alert>
  )
}

function Initial({
  account: { userId, orgId },
  canWrite,
}: {
  readonly account: Account
  readonly canWrite: boolean
}) {
  const rest = useRestChange()
  const resend = () =>
    rest
      .mutateAsync({
        method: 'POST',
        path: `/management/v1/users/${userId}/_resend_initialization`,
        orgId,
        body: {},
      })
      .then(() => notifyDone(words.resent), notifyProblem)
  return (
    <Note text={words.initial}>
      {canWrite && (
        <Button size="xs" loading={rest.isPending} onClick={resend}>
          {words.resend}
        </Button>
      )}
    </Note>
  )
}
