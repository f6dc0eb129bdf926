import { Button, Group, Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/useRead.ts'
import { EntryList } from '../../kit/EntryList.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { EditProvider } from './EditProvider.tsx'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import { ProviderEntry } from './ProviderEntry.tsx'
import { type Channel, kindsOf, type Provider, type ProviderKind } from './provider.ts'
import { texts } from './texts.ts'

const words = texts.providers

/** What delivers mails. */
export function MailPage() {
  return <ProvidersPage channel="email" />
}

/** What delivers text messages. */
export function SmsPage() {
  return <ProvidersPage channel="sms" />
}

function ProvidersPage({ channel }: { readonly channel: Channel }) {
  return (
    <LooksPage entry={entries[channel]}>
      <Providers key={channel} channel={channel} />
    </LooksPage>
  )
}

function Providers({ channel }: { readonly channel: Channel }) {
  const { can } = useRights()
  const read = useRead<{ readonly result?: readonly Provider[] }>(`/admin/v1/${channel}/_search`, {
    orgId: '',
    body: { query: { limit: 100 } },
  })
  const [adding, setAdding] = useState<ProviderKind>()
  const canWrite = can('iam.write', { orgId: '' })
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={160} aria-label={kitTexts.loading} />
  const { result = [] } = read.data
  return (
    <Section title={words.title} intro={words.intro}>
      {result.length === 0 && <Text>{words.empty[channel]}</Text>}
      {result.length > 0 && (
        <EntryList label={words.title}>
          {result.map((provider) => (
            <ProviderEntry key={provider.id} channel={channel} provider={provider} canWrite={canWrite} />
          ))}
        </EntryList>
      )}
      {canWrite && (
        <Group gap="xs">
          {kindsOf[channel].map((kind) => (
            <Button key={kind} variant="default" onClick={() => setAdding(kind)}>
              {words.add[kind]}
            </Button>
          ))}
        </Group>
      )}
      {adding && <EditProvider channel={channel} kind={adding} close={() => setAdding(undefined)} />}
    </Section>
  )
}
