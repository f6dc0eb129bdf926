import { Modal, NativeSelect, PasswordInput, TagsInput, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { SigningKey } from './SigningKey.tsx'
import { bodyOf, type LogTarget, type TargetValues, targetsPath, valuesOf } from './target.ts'
import { texts } from './texts.ts'

/** Adds or changes a target. Its credential is never shown, and kept unless another one is given. */
export function EditTarget({ target, close }: { readonly target?: LogTarget; close(): void }) {
  const change = useRestChange<{ readonly signingKey?: string }>()
  const [signingKey, setSigningKey] = useState<string>()
  const isNew = target === undefined
  const edit = useEditForm<TargetValues>({
    initial: valuesOf(target),
    guard: false,
    asksReason: true,
    validate: ({ name, url, credential, header, value }) => ({
      name: needed(name),
      url: needed(url),
      header: credential === 'give' ? needed(header) : undefined,
      value: credential === 'give' ? needed(value) : undefined,
    }),
    async save(_, values) {
      const path = isNew ? targetsPath : `${targetsPath}/${target.id}`
      const body = bodyOf(values, isNew)
      const reply = await change.mutateAsync({ method: isNew ? 'POST' : 'PUT', path, body, orgId: '' })
      notifyDone(isNew ? texts.added : texts.changed)
      if (reply.signingKey) setSigningKey(reply.signingKey)
      else close()
    },
  })
  if (signingKey !== undefined) return <SigningKey signingKey={signingKey} close={close} />
  const { form } = edit
  return (
    <Modal opened onClose={close} title={isNew ? texts.add : texts.editTitle} size="lg">
      <FormCard edit={edit} cancel={close} submitText={isNew ? texts.addSubmit : kitTexts.save}>
        <TextInput data-autofocus label={texts.name} required {...form.getInputProps('name')} />
        <TextInput
          label={texts.url}
          description={texts.urlHint}
          type="url"
          required
          {...form.getInputProps('url')}
        />
        {isNew && (
          <NativeSelect label={texts.start} data={[...texts.starts]} {...form.getInputProps('start')} />
        )}
        <NativeSelect
          label={texts.format}
          data={[...texts.formatChoices]}
          {...form.getInputProps('format')}
        />
        <FilterFields form={form} />
        <CredentialFields form={form} hasOne={(target?.credentialHeader ?? null) !== null} />
      </FormCard>
    </Modal>
  )
}

const needed = (value: string) => (value.trim() ? undefined : kitTexts.form.required)

type Form = { readonly form: UseFormReturnType<TargetValues> }

function FilterFields({ form }: Form) {
  const types = useRead<{ readonly eventTypes?: readonly { readonly type: string }[] }>(
    '/admin/v1/events/types/_search',
    { orgId: '', body: {} },
  )
  const kinds = useRead<{ readonly aggregateTypes?: readonly { readonly type: string }[] }>(
    '/admin/v1/aggregates/types/_search',
    { orgId: '', body: {} },
  )
  return (
    <>
      <TagsInput
        label={texts.types}
        description={texts.typesHint}
        data={types.data?.eventTypes?.map(({ type }) => type) ?? []}
        limit={20}
        {...form.getInputProps('types')}
      />
      <TagsInput
        label={texts.streamTypes}
        data={kinds.data?.aggregateTypes?.map(({ type }) => type) ?? []}
        {...form.getInputProps('streamTypes')}
      />
    </>
  )
}

function CredentialFields({ form, hasOne }: Form & { readonly hasOne: boolean }) {
  const choices = hasOne ? (['keep', 'give', 'none'] as const) : (['none', 'give'] as const)
  return (
    <>
      <NativeSelect
        label={texts.credential}
        data={choices.map((value) => ({ value, label: texts.credentialChoices[value] }))}
        {...form.getInputProps('credential')}
      />
      {form.values.credential === 'give' && (
        <>
          <TextInput label={texts.header} required autoComplete="off" {...form.getInputProps('header')} />
          <PasswordInput
            label={texts.value}
            description={texts.valueHint}
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': texts.showSecret }}
            {...form.getInputProps('value')}
          />
        </>
      )}
    </>
  )
}
