import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { Entry } from '../../kit/EntryList.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { EditProvider } from './EditProvider.tsx'
import { type Channel, isActive, kindOf, type Provider } from './provider.ts'
import { TestMail } from './TestMail.tsx'
import { texts } from './texts.ts'

const words = texts.providers
type Asking = 'edit' | 'test' | 'activate' | 'deactivate' | 'remove'

/** A provider with its state and what can be done with it. */
export function ProviderEntry({
  channel,
  provider,
  canWrite,
}: {
  readonly channel: Channel
  readonly provider: Provider
  readonly canWrite: boolean
}) {
  const [asking, setAsking] = useState<Asking>()
  const change = useRestChange<unknown>()
  const kind = kindOf(provider)
  const active = isActive(provider)
  const name = provider.description || words.kinds[kind]
  const path = `/admin/v1/${channel}/${provider.id}`
  const close = () => setAsking(undefined)
  const button = (act: Asking, color?: string) => (
    <Button
      size="xs"
      variant={color ? 'subtle' : 'default'}
      {...(color && { color })}
      aria-label={words.actOf(words.acts[act], name)}
      onClick={() => setAsking(act)}
    >
      {words.acts[act]}
    </Button>
  )
  return (
    <Entry
      title={name}
      badges={
        <>
          <StateBadge>{words.kinds[kind]}</StateBadge>
          <StateBadge tone={active ? 'good' : 'quiet'}>{active ? words.active : words.inactive}</StateBadge>
        </>
      }
      details={detailsOf(provider)}
      actions={
        canWrite && (
          <>
            {kind === 'smtp' && button('test')}
            {button('edit')}
            {active ? button('deactivate') : button('activate')}
            {button('remove', 'red')}
          </>
        )
      }
    >
      {asking === 'edit' && <EditProvider channel={channel} kind={kind} provider={provider} close={close} />}
      {asking === 'test' && <TestMail provider={provider} close={close} />}
      {(asking === 'activate' || asking === 'deactivate') && (
        <Confirm
          title={words.actOf(words.acts[asking], name)}
          text={<Text>{asking === 'activate' ? words.activateText : words.deactivateText[channel]}</Text>}
          submitText={words.acts[asking]}
          act={async () => {
            await change.mutateAsync({ method: 'POST', path: `${path}/_${asking}`, body: {}, orgId: '' })
            notifyDone(words.changed)
          }}
          close={close}
        />
      )}
      {asking === 'remove' && (
        <Confirm
          title={words.actOf(words.acts.remove, name)}
          text={<Text>{active ? words.deactivateText[channel] : words.removeText}</Text>}
          submitText={words.acts.remove}
          danger
          act={async () => {
            await change.mutateAsync({ method: 'DELETE', path, orgId: '' })
            notifyDone(words.removed)
          }}
          close={close}
        />
      )}
    </Entry>
  )
}

function detailsOf({ smtp, http, twilio }: Provider): readonly string[] {
  if (smtp)
    return [smtp.host ?? '', smtp.senderAddress ?? '', smtp.tls ? words.encrypted : words.notEncrypted]
  if (twilio) return [twilio.sid ?? '', twilio.senderNumber ?? '', twilio.verifyServiceSid ?? '']
  return [http?.endpoint ?? '']
}
