import { NativeSelect, PasswordInput, Switch, TagsInput, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type ProviderValues, presets } from './provider.ts'
import { texts } from './texts.ts'

const words = texts.providers

/** The fields of a mail server; those of its login follow from how it is done. */
export function SmtpFields({
  form,
  isNew,
}: {
  readonly form: UseFormReturnType<ProviderValues>
  readonly isNew: boolean
}) {
  const { auth } = form.values
  return (
    <>
      {isNew && (
        <NativeSelect
          label={words.preset}
          data={[{ value: '', label: words.otherServer }, ...presets.map(({ name }) => name)]}
          onChange={({ currentTarget: { value } }) => fillIn(form, value)}
        />
      )}
      <TextInput label={words.host} description={words.hostHint} required {...form.getInputProps('host')} />
      <Switch
        label={words.tls}
        description={words.tlsHint}
        {...form.getInputProps('tls', { type: 'checkbox' })}
      />
      <TextInput label={words.senderAddress} type="email" required {...form.getInputProps('senderAddress')} />
      <TextInput label={words.senderName} required {...form.getInputProps('senderName')} />
      <TextInput label={words.replyTo} type="email" {...form.getInputProps('replyToAddress')} />
      <NativeSelect label={words.auth} data={words.auths} {...form.getInputProps('auth')} />
      {auth !== 'none' && (
        <TextInput label={words.user} required autoComplete="off" {...form.getInputProps('user')} />
      )}
      {auth === 'xoauth2' && (
        <>
          <TextInput
            label={words.tokenEndpoint}
            type="url"
            required
            {...form.getInputProps('tokenEndpoint')}
          />
          <TagsInput label={words.scopes} {...form.getInputProps('scopes')} />
          <TextInput label={words.clientId} required autoComplete="off" {...form.getInputProps('clientId')} />
        </>
      )}
      {auth !== 'none' && (
        <PasswordInput
          label={auth === 'plain' ? words.password : words.clientSecret}
          description={isNew ? undefined : words.keepSecret}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': words.showSecret }}
          {...form.getInputProps('secret')}
        />
      )}
    </>
  )
}

function fillIn(form: UseFormReturnType<ProviderValues>, name: string): void {
  const preset = presets.find((one) => one.name === name)
  if (preset === undefined) return
  const { host, oauth } = preset
  form.setValues({
    host,
    tls: true,
    auth: oauth ? 'xoauth2' : 'plain',
    ...(oauth && { tokenEndpoint: oauth.tokenEndpoint, scopes: [oauth.scope] }),
  })
}
