import { Checkbox, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { NewPassword } from '../../kit/NewPassword.tsx'
import type { NewInstance } from './newInstance.ts'
import { texts } from './texts.ts'

const { add: words } = texts

/** Who owns the new instance: a person with a password, or a machine with a token. */
export function OwnerFields({ form }: { readonly form: UseFormReturnType<NewInstance> }) {
  const field = form.getInputProps
  return (
    <>
      <Radio.Group label={words.owner} {...field('owner')}>
        <Stack gap="xs" mt={6}>
          {(['human', 'machine'] as const).map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={words.owners[kind].label}
              description={words.owners[kind].hint}
            />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.owner === 'machine' ? (
        <>
          <TextInput label={words.machineUserName} required autoComplete="off" {...field('userName')} />
          <TextInput type="date" label={words.expires} required {...field('expires')} />
        </>
      ) : (
        <>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label={words.givenName} required {...field('givenName')} />
            <TextInput label={words.familyName} required {...field('familyName')} />
          </SimpleGrid>
          <TextInput type="email" label={words.email} required autoComplete="off" {...field('email')} />
          <TextInput
            label={words.userName}
            description={words.userNameHint}
            autoComplete="off"
            {...field('userName')}
          />
          <NewPassword rules={undefined} password={field('password')} repeated={field('repeated')} />
          <Checkbox label={words.changeRequired} {...field('changeRequired', { type: 'checkbox' })} />
        </>
      )}
    </>
  )
}
