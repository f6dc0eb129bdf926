import { Button, Code, Modal, Skeleton, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { labelled } from '../language/language.ts'
import { EndButton } from './EndButton.tsx'
import { Entry, EntryList } from './EntryList.tsx'
import { FormCard } from './FormCard.tsx'
import { metadataTexts as words } from './metadataTexts.ts'
import { notifyDone } from './notify.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { Section } from './Section.tsx'
import { StateBadge } from './StateBadge.tsx'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'
import { type Instant, When } from './When.tsx'

/** The most entries that are shown. */
export const shownMetadata = 500

/** One entry of metadata, as the contract returns it. */
interface MetadataEntry {
  readonly key: string
  readonly value: Uint8Array
  readonly changeDate?: Instant | undefined
}

/** An entry that is set. */
export interface NewMetadata {
  readonly key: string
  readonly value: Uint8Array
}

/** A value as text; undefined for bytes that are no text. */
function textOf(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    return undefined
  }
}

/** Keys with values of an object, which are shown as text, set and removed. */
export function MetadataSection({
  metadata,
  error,
  canWrite,
  set,
  remove,
}: {
  /** Undefined until it is read. */
  readonly metadata: readonly MetadataEntry[] | undefined
  readonly error: unknown
  readonly canWrite: boolean
  set(entry: NewMetadata): Promise<unknown>
  remove(key: string): Promise<unknown>
}) {
  const [editing, setEditing] = useState<{ readonly key: string; readonly value: string }>()
  return (
    <Section
      title={words.title}
      intro={words.intro}
      actions={
        canWrite && (
          <Button variant="default" size="xs" onClick={() => setEditing({ key: '', value: '' })}>
            {words.add}
          </Button>
        )
      }
    >
      {error ? <ProblemNotice error={error} /> : null}
      {metadata === undefined && !error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {metadata?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {metadata?.map(({ key, value, changeDate }) => {
          const text = textOf(value)
          return (
            <Entry
              key={key}
              title={<bdi>{key}</bdi>}
              badges={text === undefined && <StateBadge>{words.bytes(value.length)}</StateBadge>}
              details={[
                <>
                  {words.changed} <When at={changeDate} />
                </>,
              ]}
              actions={
                canWrite && (
                  <>
                    {text !== undefined && (
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={labelled(words.edit, key)}
                        onClick={() => setEditing({ key, value: text })}
                      >
                        {words.edit}
                      </Button>
                    )}
                    <EndButton
                      text={kitTexts.remove}
                      name={key}
                      question={words.removeText}
                      act={() => remove(key)}
                    />
                  </>
                )
              }
            >
              {text !== undefined && (
                <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                  {text}
                </Code>
              )}
            </Entry>
          )
        })}
      </EntryList>
      {editing && <EditMetadata entry={editing} set={set} close={() => setEditing(undefined)} />}
    </Section>
  )
}

function EditMetadata({
  entry,
  set,
  close,
}: {
  readonly entry: { readonly key: string; readonly value: string }
  set(entry: NewMetadata): Promise<unknown>
  close(): void
}) {
  const isNew = entry.key === ''
  const edit = useEditForm({
    initial: { ...entry },
    guard: false,
    validate: ({ key, value }) => ({
      key: key.trim() ? undefined : kitTexts.form.required,
      value: value ? undefined : kitTexts.form.required,
    }),
    async save(_, { key, value }) {
      await set({ key: key.trim(), value: new TextEncoder().encode(value) })
      notifyDone(kitTexts.saved)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={isNew ? words.add : labelled(words.edit, entry.key)} size="lg">
      <FormCard edit={edit} cancel={close}>
        {isNew && <TextInput data-autofocus label={words.key} required {...edit.form.getInputProps('key')} />}
        <Textarea
          label={words.value}
          required
          autosize
          minRows={3}
          maxRows={12}
          {...edit.form.getInputProps('value')}
        />
      </FormCard>
    </Modal>
  )
}
