import { Button, Code, Modal, Skeleton, Text, Textarea, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import type { Account } from './account.ts'
import { EndButton } from './EndButton.tsx'
import { texts } from './texts.ts'

/** The most entries that are shown. */
const shown = 500
const { metadata: words } = texts

/** A value as text; undefined for bytes that are no text. */
function textOf(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    return undefined
  }
}

/** The metadata of an account: keys with values, which are shown as text. */
export function MetadataTab({ account: { userId, orgId } }: { readonly account: Account }) {
  const { can } = useRights()
  const [editing, setEditing] = useState<{ readonly key: string; readonly value: string }>()
  const read = useCall(
    UserService.method.listUserMetadata,
    { userId, pagination: { limit: shown, asc: true } },
    { orgId },
  )
  const remove = useChange(UserService.method.deleteUserMetadata, { orgId })
  const canWrite = can('user.write', { orgId })
  const metadata = read.data?.metadata
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
      {read.error && <ProblemNotice error={read.error} />}
      {metadata === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
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
                  {texts.facts.changed} <When at={changeDate} />
                </>,
              ]}
              actions={
                canWrite && (
                  <>
                    {text !== undefined && (
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`${words.edit}: ${key}`}
                        onClick={() => setEditing({ key, value: text })}
                      >
                        {words.edit}
                      </Button>
                    )}
                    <EndButton
                      text={kitTexts.remove}
                      name={key}
                      question={words.removeText}
                      act={() => remove.mutateAsync({ userId, keys: [key] })}
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
      {editing && (
        <EditMetadata userId={userId} orgId={orgId} entry={editing} close={() => setEditing(undefined)} />
      )}
    </Section>
  )
}

function EditMetadata({
  userId,
  orgId,
  entry,
  close,
}: {
  readonly userId: string
  readonly orgId: string
  readonly entry: { readonly key: string; readonly value: string }
  close(): void
}) {
  const set = useChange(UserService.method.setUserMetadata, { orgId })
  const isNew = entry.key === ''
  const edit = useEditForm({
    initial: { ...entry },
    guard: false,
    validate: ({ key, value }) => ({
      key: key.trim() ? undefined : kitTexts.form.required,
      value: value ? undefined : kitTexts.form.required,
    }),
    async save(_, { key, value }) {
      await set.mutateAsync({
        userId,
        metadata: [{ key: key.trim(), value: new TextEncoder().encode(value) }],
      })
      notifyDone(kitTexts.saved)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={isNew ? words.add : `${words.edit}: ${entry.key}`} size="lg">
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
