import { Button, Group } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { useRights } from '../../kit/useRights.ts'
import type { Human } from './account.ts'
import { LinkOnce } from './LinkOnce.tsx'
import { invitationLink } from './links.ts'
import { texts } from './texts.ts'

const { invite: words } = texts

/** For people who have nothing to log in with: an invitation, sent again as often as needed. */
export function InviteSection({ account }: { readonly account: Human }) {
  const { userId, orgId } = account
  const { can } = useRights()
  const [link, setLink] = useState<string>()
  const invite = useChange(UserService.method.createInviteCode, { orgId })
  const send = () =>
    invite
      .mutateAsync({ userId, verification: { case: 'sendCode', value: {} } })
      .then(() => notifyDone(words.sent), notifyProblem)
  const show = () =>
    invite
      .mutateAsync({ userId, verification: { case: 'returnCode', value: {} } })
      .then(({ inviteCode = '' }) => setLink(invitationLink(account, inviteCode)), notifyProblem)
  return (
    <Section title={words.title} intro={words.intro}>
      {can('user.write', { orgId }) && (
        <Group gap="xs">
          <Button loading={invite.isPending} onClick={send}>
            {words.send}
          </Button>
          <Button variant="default" loading={invite.isPending} onClick={show}>
            {words.show}
          </Button>
        </Group>
      )}
      {link && <LinkOnce title={words.show} link={link} close={() => setLink(undefined)} />}
    </Section>
  )
}
