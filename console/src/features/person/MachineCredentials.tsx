import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { Button, Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { EntryList } from '../../kit/EntryList.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { CredentialEntry } from './CredentialEntry.tsx'
import { ExpiryForm } from './ExpiryForm.tsx'

/** A credential that was made now; its secret is shown once. */
export interface MadeCredential {
  readonly secret: string
  /** The name of a file in which it may be kept. */
  readonly file?: string
}

interface CredentialWords {
  readonly title: string
  readonly intro: string
  readonly empty: string
  readonly add: string
  readonly made: string
  readonly removeText: string
}

interface Listed {
  readonly id: string
  readonly creationDate?: Timestamp
  readonly expirationDate?: Timestamp
}

/** The credentials of one kind of a machine, with the day on which each ends. */
export function MachineCredentials({
  words,
  label,
  canWrite,
  read,
  make,
  remove,
}: {
  readonly words: CredentialWords
  /** What is shown once. */
  readonly label: string
  readonly canWrite: boolean
  readonly read: {
    readonly data?: { readonly result: readonly Listed[] } | undefined
    readonly error: unknown
  }
  make(expirationDate: Timestamp): Promise<MadeCredential>
  remove(id: string): Promise<unknown>
}) {
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<MadeCredential>()
  const listed = read.data?.result
  return (
    <Section
      title={words.title}
      intro={words.intro}
      actions={
        canWrite && (
          <Button variant="default" size="xs" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )
      }
    >
      {Boolean(read.error) && <ProblemNotice error={read.error} />}
      {listed === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {listed?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {listed?.map(({ id, creationDate, expirationDate }) => (
          <CredentialEntry
            key={id}
            id={id}
            created={creationDate}
            expires={expirationDate}
            question={words.removeText}
            {...(canWrite && { remove: () => remove(id) })}
          />
        ))}
      </EntryList>
      {isAdding && (
        <ExpiryForm
          title={words.add}
          submitText={words.add}
          make={async (expirationDate) => setMade(await make(expirationDate))}
          close={() => setAdding(false)}
        />
      )}
      {made && <SecretOnce {...made} title={words.made} label={label} close={() => setMade(undefined)} />}
    </Section>
  )
}
