import { Button, Skeleton, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '../../kit/Confirm.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'

/** The most domains that a list shows, which is the most that the contract returns. */
export const allDomains = { limit: 1000, asc: true } as const

interface ShownDomain {
  readonly domain: string
  readonly primary?: boolean
  readonly generated?: boolean
}

interface DomainActs {
  readonly words: typeof texts.custom | typeof texts.trusted
  readonly canWrite: boolean
  add(domain: string): Promise<unknown>
  remove(domain: string): Promise<unknown>
  /** Only among the domains at which an instance answers one is the primary. */
  makePrimary?(domain: string): Promise<unknown>
}

/** A list of domains of an instance, to which one adds and from which one removes. */
export function DomainSection({
  domains,
  error,
  ...acts
}: DomainActs & { readonly domains: readonly ShownDomain[] | undefined; readonly error: unknown }) {
  const { words, canWrite } = acts
  return (
    <Section title={words.title} intro={words.intro}>
      {error ? <ProblemNotice error={error} /> : null}
      {!error && domains === undefined && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {domains?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {domains?.map((domain) => (
          <DomainEntry key={domain.domain} domain={domain} {...acts} />
        ))}
      </EntryList>
      {canWrite && <AddDomain {...acts} />}
    </Section>
  )
}

function DomainEntry({
  domain: { domain, primary, generated },
  words,
  canWrite,
  remove,
  makePrimary,
}: DomainActs & { readonly domain: ShownDomain }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <Entry
      title={domain}
      badges={
        <>
          {primary && <StateBadge tone="good">{texts.custom.primary}</StateBadge>}
          {generated && <StateBadge>{texts.custom.generated}</StateBadge>}
        </>
      }
      actions={
        canWrite && (
          <>
            {makePrimary && !primary && (
              <Button
                size="xs"
                variant="default"
                aria-label={texts.domain.makePrimaryOf(domain)}
                onClick={() => makePrimary(domain).catch(notifyProblem)}
              >
                {texts.custom.makePrimary}
              </Button>
            )}
            {!generated && (
              <Button
                size="xs"
                variant="subtle"
                color="red"
                aria-label={texts.domain.removeOf(domain)}
                onClick={() => setAsking(true)}
              >
                {texts.domain.remove}
              </Button>
            )}
          </>
        )
      }
    >
      {isAsking && (
        <Confirm
          title={words.removeTitle}
          text={words.removeText(domain)}
          submitText={texts.domain.remove}
          danger
          act={async () => {
            await remove(domain)
            notifyDone(texts.domain.removed)
          }}
          close={() => setAsking(false)}
        />
      )}
    </Entry>
  )
}

function AddDomain({ words, add }: DomainActs) {
  const edit = useEditForm({
    initial: { domain: '' },
    guard: false,
    validate: ({ domain }) => ({ domain: domain.trim() ? undefined : kitTexts.form.required }),
    async save(_, { domain }) {
      await add(domain.trim())
      notifyDone(texts.domain.added)
      edit.form.reset()
    },
  })
  return (
    <FormCard edit={edit} submitText={words.add}>
      <TextInput
        label={words.field}
        description={texts.domain.hint}
        maw={420}
        autoComplete="off"
        {...edit.form.getInputProps('domain')}
      />
    </FormCard>
  )
}
