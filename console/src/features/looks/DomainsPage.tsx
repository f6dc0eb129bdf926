import { Button, Skeleton, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import { texts } from './texts.ts'

const words = texts.domains

interface InstanceDomain {
  readonly domain: string
  readonly primary?: boolean
  readonly generated?: boolean
}

/** The domains under which the instance answers, and those that it trusts. */
export function DomainsPage() {
  return (
    <LooksPage entry={entries.domains}>
      <InstanceDomains />
      <TrustedDomains />
    </LooksPage>
  )
}

/** Which domains an instance has is decided by those who run the installation. */
function InstanceDomains() {
  const { data, error } = useRead<{ readonly result?: readonly InstanceDomain[] }>(
    '/admin/v1/domains/_search',
    { orgId: '', body: { query: { limit: 100 } } },
  )
  return (
    <Section title={words.own} intro={words.ownIntro}>
      {error && <ProblemNotice error={error} />}
      {!error && data === undefined && <Skeleton height={60} aria-label={kitTexts.loading} />}
      <EntryList label={words.own}>
        {(data?.result ?? []).map(({ domain, primary, generated }) => (
          <Entry
            key={domain}
            title={domain}
            badges={
              <>
                {primary && <StateBadge tone="good">{words.primary}</StateBadge>}
                {generated && <StateBadge>{words.generated}</StateBadge>}
              </>
            }
          />
        ))}
      </EntryList>
    </Section>
  )
}

function TrustedDomains() {
  const { can } = useRights()
  const canWrite = can('iam.write', { orgId: '' })
  const { data, error } = useRead<{ readonly result?: readonly { readonly domain: string }[] }>(
    '/admin/v1/trusted_domains/_search',
    { orgId: '', body: { query: { limit: 100 } } },
  )
  const domains = data?.result ?? []
  return (
    <Section title={words.trusted} intro={words.trustedIntro}>
      {error && <ProblemNotice error={error} />}
      {!error && data === undefined && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {data && domains.length === 0 && <Text>{words.noneTrusted}</Text>}
      <EntryList label={words.trusted}>
        {domains.map(({ domain }) => (
          <TrustedDomain key={domain} domain={domain} canWrite={canWrite} />
        ))}
      </EntryList>
      {canWrite && <AddTrustedDomain />}
    </Section>
  )
}

function TrustedDomain({ domain, canWrite }: { readonly domain: string; readonly canWrite: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const change = useRestChange<unknown>()
  const path = `/admin/v1/trusted_domains/${encodeURIComponent(domain)}`
  return (
    <Entry
      title={domain}
      actions={
        canWrite && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={words.removeOf(domain)}
            onClick={() => setAsking(true)}
          >
            {words.remove}
          </Button>
        )
      }
    >
      {isAsking && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText(domain)}
          submitText={words.remove}
          danger
          act={async () => {
            await change.mutateAsync({ method: 'DELETE', path, orgId: '' })
            notifyDone(words.removed)
          }}
          close={() => setAsking(false)}
        />
      )}
    </Entry>
  )
}

function AddTrustedDomain() {
  const add = useRestChange<unknown>()
  const edit = useEditForm({
    initial: { domain: '' },
    guard: false,
    validate: ({ domain }) => ({ domain: domain.trim() ? undefined : kitTexts.form.required }),
    async save(_, { domain }) {
      const body = { domain: domain.trim() }
      await add.mutateAsync({ method: 'POST', path: '/admin/v1/trusted_domains', body, orgId: '' })
      notifyDone(words.added)
      edit.form.reset()
    },
  })
  return (
    <FormCard edit={edit} submitText={words.add}>
      <TextInput
        label={words.domain}
        description={words.hint}
        maw={420}
        autoComplete="off"
        {...edit.form.getInputProps('domain')}
      />
    </FormCard>
  )
}
