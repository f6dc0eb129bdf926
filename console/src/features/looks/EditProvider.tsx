import { Modal, PasswordInput, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import {
  bodyOf,
  type Channel,
  type Provider,
  type ProviderKind,
  type ProviderValues,
  valuesOf,
} from './provider.ts'
import { SmtpFields } from './SmtpFields.tsx'
import { texts } from './texts.ts'

const words = texts.providers

/** Adds or changes a provider. The secret that it has is never shown, and kept unless a new one is given. */
export function EditProvider({
  channel,
  kind,
  provider,
  close,
}: {
  readonly channel: Channel
  readonly kind: ProviderKind
  readonly provider?: Provider
  close(): void
}) {
  const change = useRestChange<{ readonly signingKey?: string }>()
  const [signingKey, setSigningKey] = useState<string>()
  const path = `/admin/v1/${channel}/${kind}${provider ? `/${provider.id}` : ''}`
  const edit = useEditForm<ProviderValues>({
    initial: valuesOf(provider),
    guard: false,
    validate: (values) =>
      Object.fromEntries(
        required(kind, values).map((name) => [name, values[name] ? undefined : kitTexts.form.required]),
      ),
    async save(_, values) {
      const body = bodyOf(kind, values)
      const reply = await change.mutateAsync({ method: provider ? 'PUT' : 'POST', path, body, orgId: '' })
      if (provider && kind === 'twilio' && values.secret !== '') {
        const token = { token: values.secret }
        await change.mutateAsync({ method: 'PUT', path: `${path}/token`, body: token, orgId: '' })
      }
      notifyDone(provider ? words.changed : words.added)
      if (reply.signingKey) setSigningKey(reply.signingKey)
      else close()
    },
  })
  if (signingKey !== undefined) {
    return (
      <SecretOnce title={words.keyTitle} label={words.key} secret={signingKey} close={close}>
        <Text size="sm">{words.keyText}</Text>
      </SecretOnce>
    )
  }
  const { form } = edit
  return (
    <Modal opened onClose={close} title={provider ? words.editTitle : words.add[kind]} size="lg">
      <FormCard edit={edit} cancel={close} submitText={provider ? kitTexts.save : words.addSubmit}>
        <TextInput
          data-autofocus
          label={words.description}
          description={words.descriptionHint}
          {...form.getInputProps('description')}
        />
        {kind === 'smtp' && <SmtpFields form={form} isNew={provider === undefined} />}
        {kind === 'http' && (
          <TextInput
            label={words.endpoint}
            description={words.endpointHint}
            type="url"
            required
            {...form.getInputProps('endpoint')}
          />
        )}
        {kind === 'http' && provider && (
          <Switch
            label={words.newKey}
            description={words.newKeyHint}
            {...form.getInputProps('newKey', { type: 'checkbox' })}
          />
        )}
        {kind === 'twilio' && (
          <>
            <TextInput label={words.sid} required autoComplete="off" {...form.getInputProps('sid')} />
            <PasswordInput
              label={words.token}
              description={provider && words.keepSecret}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': words.showSecret }}
              {...form.getInputProps('secret')}
            />
            <TextInput label={words.senderNumber} {...form.getInputProps('senderNumber')} />
            <TextInput
              label={words.verifyService}
              description={words.verifyServiceHint}
              {...form.getInputProps('verifyServiceSid')}
            />
          </>
        )}
      </FormCard>
    </Modal>
  )
}

/** The values without which a provider of the kind cannot work. */
function required(kind: ProviderKind, { auth }: ProviderValues): readonly (keyof ProviderValues)[] {
  if (kind === 'http') return ['endpoint']
  if (kind === 'twilio') return ['sid']
  const login = { none: [], plain: ['user'], xoauth2: ['user', 'tokenEndpoint', 'clientId'] } as const
  return ['senderAddress', 'senderName', 'host', ...login[auth]]
}
