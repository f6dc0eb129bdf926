import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { Entry } from '../../kit/EntryList.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { DeliveryLines } from './DeliveryLines.tsx'
import { EditTarget } from './EditTarget.tsx'
import { SigningKey } from './SigningKey.tsx'
import { TestTarget } from './TestTarget.tsx'
import { type LogTarget, targetsPath } from './target.ts'
import { texts } from './texts.ts'

type Act = keyof typeof texts.acts
const tones = { active: 'good', failing: 'warn', paused: 'quiet' } as const

/** A target with how its delivery goes and what can be done with it. */
export function TargetEntry({
  target,
  canWrite,
}: {
  readonly target: LogTarget
  readonly canWrite: boolean
}) {
  const [asking, setAsking] = useState<Act>()
  const [signingKey, setSigningKey] = useState<string>()
  const { name, url, format, types, streamTypes, delivery } = target
  const close = () => setAsking(undefined)
  const isFiltered = types.length + streamTypes.length > 0
  const acts: readonly Act[] = [
    'test',
    'edit',
    ...(delivery.state === 'failing' ? (['retry'] as const) : []),
    target.active ? 'pause' : 'resume',
    'newKey',
    'remove',
  ]
  return (
    <Entry
      title={name}
      badges={<StateBadge tone={tones[delivery.state]}>{texts.states[delivery.state]}</StateBadge>}
      details={[url, texts.formats[format], isFiltered && texts.filtered]}
    >
      <DeliveryLines delivery={delivery} />
      {canWrite && (
        <Group gap="xs" mt={6}>
          {acts.map((act) => (
            <Button
              key={act}
              size="xs"
              variant={act === 'remove' ? 'subtle' : 'default'}
              {...(act === 'remove' && { color: 'red' })}
              aria-label={texts.actOf(texts.acts[act], name)}
              onClick={() => setAsking(act)}
            >
              {texts.acts[act]}
            </Button>
          ))}
        </Group>
      )}
      {asking === 'edit' && <EditTarget target={target} close={close} />}
      {asking === 'test' && <TestTarget target={target} close={close} />}
      {asking !== undefined && asking !== 'edit' && asking !== 'test' && (
        <Ask act={asking} target={target} renewed={setSigningKey} close={close} />
      )}
      {signingKey !== undefined && (
        <SigningKey signingKey={signingKey} close={() => setSigningKey(undefined)} />
      )}
    </Entry>
  )
}

function Ask({
  act,
  target: { id, name },
  renewed,
  close,
}: {
  readonly act: Exclude<Act, 'edit' | 'test'>
  readonly target: LogTarget
  renewed(signingKey: string): void
  close(): void
}) {
  const change = useRestChange<{ readonly signingKey?: string }>()
  const path = `${targetsPath}/${id}`
  const asked = {
    pause: { text: texts.pauseText, done: texts.paused, call: { method: 'POST', path: `${path}/pause` } },
    resume: { text: texts.resumeText, done: texts.resumed, call: { method: 'POST', path: `${path}/resume` } },
    retry: { text: texts.retryText, done: texts.retried, call: { method: 'POST', path: `${path}/resume` } },
    newKey: {
      text: texts.newKeyText,
      done: texts.changed,
      call: { method: 'POST', path: `${path}/signing-key` },
    },
    remove: { text: texts.removeText, done: texts.removed, call: { method: 'DELETE', path } },
  } as const
  const { text, done, call } = asked[act]
  return (
    <Confirm
      title={texts.actOf(texts.acts[act], name)}
      text={<Text>{text}</Text>}
      submitText={texts.acts[act]}
      danger={act === 'remove'}
      act={async () => {
        const { signingKey } = await change.mutateAsync({ ...call, orgId: '' })
        notifyDone(done)
        if (signingKey !== undefined) renewed(signingKey)
      }}
      close={close}
    />
  )
}
