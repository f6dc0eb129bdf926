import { Button, Text } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { CopyField } from '../../kit/CopyField.tsx'
import { EndButton } from '../../kit/EndButton.tsx'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Machine } from './account.ts'
import { texts } from './texts.ts'

const { secret: words } = texts

/** The client secret of a machine. */
export function MachineSecret({ account: { userId, orgId, user, machine } }: { readonly account: Machine }) {
  const { can } = useRights()
  const [isAsking, setAsking] = useState(false)
  const [secret, setSecret] = useState<string>()
  const add = useChange(UserService.method.addSecret, { orgId })
  const remove = useChange(UserService.method.removeSecret, { orgId })
  const make = async () => {
    const { clientSecret } = await add.mutateAsync({ userId })
    setSecret(clientSecret)
  }
  return (
    <Section
      title={words.title}
      intro={words.intro}
      actions={
        can('user.write', { orgId }) && (
          <>
            <Button variant="default" size="xs" onClick={() => setAsking(true)}>
              {machine.hasSecret ? words.replace : words.make}
            </Button>
            {machine.hasSecret && (
              <EndButton
                text={kitTexts.remove}
                name={words.title}
                question={words.removeText}
                act={() => remove.mutateAsync({ userId })}
              />
            )}
          </>
        )
      }
    >
      <div>
        <StateBadge tone={machine.hasSecret ? 'good' : 'quiet'}>
          {machine.hasSecret ? words.has : words.none}
        </StateBadge>
      </div>
      {isAsking && (
        <Confirm
          title={machine.hasSecret ? words.replace : words.make}
          text={machine.hasSecret ? words.replaceText : words.makeText}
          submitText={machine.hasSecret ? words.replace : words.make}
          danger={machine.hasSecret}
          act={make}
          close={() => setAsking(false)}
        />
      )}
      {secret && (
        <SecretOnce
          title={words.title}
          label={words.clientSecret}
          secret={secret}
          close={() => setSecret(undefined)}
        >
          <Text size="sm" fw={600}>
            {words.clientId}
          </Text>
          <CopyField value={user.username} label={words.clientId} />
        </SecretOnce>
      )}
    </Section>
  )
}
