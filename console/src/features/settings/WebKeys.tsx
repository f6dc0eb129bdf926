import { Button, Code, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { AddWebKey } from './AddWebKey.tsx'
import { texts } from './texts.ts'

/** A key as the API lists it. */
interface WebKey {
  readonly id: string
  readonly creationDate: string
  readonly changeDate: string
  readonly state: keyof typeof texts.keys.states
  readonly rsa?: { readonly bits?: string; readonly hasher?: string }
  readonly ecdsa?: { readonly curve?: string }
}

/** The keys that sign tokens: which one is in use, a new one, and the removal of former ones. */
export function WebKeys() {
  const read = useRead<{ readonly webKeys?: readonly WebKey[] }>('/v2/web_keys')
  const { can } = useRights()
  const [isAdding, setAdding] = useState(false)
  const canWrite = can('iam.web_key.write', { orgId: '' })
  return (
    <Section
      title={texts.keys.title}
      intro={texts.keys.intro}
      actions={canWrite && <Button onClick={() => setAdding(true)}>{texts.keys.add}</Button>}
    >
      {read.error && <ProblemNotice error={read.error} />}
      {!read.error && read.data === undefined && <Skeleton height={120} aria-label={kitTexts.loading} />}
      <ul className="cards" aria-label={texts.keys.title}>
        {read.data?.webKeys?.map((key) => (
          <KeyCard key={key.id} webKey={key} canWrite={canWrite} />
        ))}
      </ul>
      {isAdding && <AddWebKey close={() => setAdding(false)} />}
    </Section>
  )
}

function KeyCard({ webKey, canWrite }: { readonly webKey: WebKey; readonly canWrite: boolean }) {
  const { can } = useRights()
  const [asking, setAsking] = useState<'activate' | 'remove'>()
  const [state, tone] = texts.keys.states[webKey.state]
  const isActive = webKey.state === 'STATE_ACTIVE'
  return (
    <li className="card">
      <Group justify="space-between" p="sm" gap="sm">
        <Stack gap={2} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{kindOf(webKey)}</Text>
            <StateBadge tone={tone}>{state}</StateBadge>
          </Group>
          <Text size="sm" c="dimmed">
            {texts.keys.created} <When at={webKey.creationDate} />
            {' · '}
            <Code>{webKey.id}</Code>
          </Text>
        </Stack>
        <Group gap="xs">
          {canWrite && !isActive && (
            <Button variant="default" size="xs" onClick={() => setAsking('activate')}>
              {texts.keys.activate}
            </Button>
          )}
          {can('iam.web_key.delete', { orgId: '' }) && !isActive && (
            <Button variant="outline" color="red" size="xs" onClick={() => setAsking('remove')}>
              {texts.keys.remove}
            </Button>
          )}
        </Group>
      </Group>
      {asking && <Ask id={webKey.id} what={asking} close={() => setAsking(undefined)} />}
    </li>
  )
}

function Ask({
  id,
  what,
  close,
}: {
  readonly id: string
  readonly what: 'activate' | 'remove'
  close(): void
}) {
  const change = useRestChange()
  const { keys } = texts
  const path = `/v2/web_keys/${encodeURIComponent(id)}`
  const asked =
    what === 'activate'
      ? ({
          title: keys.activateTitle,
          text: keys.activateText,
          submitText: keys.activate,
          done: keys.activated,
          call: { method: 'POST', path: `${path}/activate`, body: {} },
        } as const)
      : ({
          title: keys.removeTitle,
          text: keys.removeText,
          submitText: keys.remove,
          done: keys.removed,
          call: { method: 'DELETE', path },
        } as const)
  return (
    <Confirm
      title={asked.title}
      text={asked.text}
      submitText={asked.submitText}
      danger={what === 'remove'}
      act={async () => {
        await change.mutateAsync(asked.call)
        notifyDone(asked.done)
      }}
      close={close}
    />
  )
}

function kindOf({ rsa, ecdsa }: WebKey): string {
  const last = (name: string | undefined) => name?.split('_').at(-1) ?? ''
  if (rsa) return `RSA ${last(rsa.bits)} (RS${last(rsa.hasher).replace('SHA', '')})`
  return ecdsa ? `ECDSA ${last(ecdsa.curve).replace('P512', 'P521').replace('P', 'P-')}` : 'Ed25519'
}
