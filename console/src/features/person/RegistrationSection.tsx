import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { useRights } from '../../kit/useRights.ts'
import type { Human } from './account.ts'
import { LinkOnce } from './LinkOnce.tsx'
import { texts } from './texts.ts'
import { useRegistrationLink } from './useRegistrationLink.ts'

const { registration: words } = texts

/** Lets a person add a passkey by a link: by mail, or shown here for the telephone beside. */
export function RegistrationSection({ account }: { readonly account: Human }) {
  const { can } = useRights()
  const { isPending, send, make } = useRegistrationLink(account)
  const [link, setLink] = useState<string>()
  const at = { orgId: account.orgId }
  if (!can('user.passkey.write', at)) return null
  return (
    <Section title={words.title} intro={words.intro}>
      <Group gap="xs">
        <Button
          variant="default"
          loading={isPending}
          onClick={() => send().then(() => notifyDone(words.sent), notifyProblem)}
        >
          {words.mail}
        </Button>
        <Button variant="default" loading={isPending} onClick={() => make().then(setLink, notifyProblem)}>
          {words.show}
        </Button>
      </Group>
      {link && <LinkOnce title={words.title} link={link} close={() => setLink(undefined)} />}
    </Section>
  )
}
