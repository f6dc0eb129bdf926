import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Machine } from './account.ts'
import { texts } from './texts.ts'

const { machine: words } = texts

/** The name and description of a machine, and the form of its access tokens. */
export function MachineForm({ account: { userId, orgId, machine } }: { readonly account: Machine }) {
  const { can } = useRights()
  const update = useChange(UserService.method.updateUser, { orgId })
  const edit = useEditForm({
    initial: {
      name: machine.name,
      description: machine.description,
      accessTokenType: String(machine.accessTokenType),
    },
    validate: ({ name }) => ({ name: name.trim() ? undefined : kitTexts.form.required }),
    async save(changed) {
      const { accessTokenType: type, ...named } = changed
      const value = { ...named, ...(type !== undefined && { accessTokenType: Number(type) }) }
      await update.mutateAsync({ userId, userType: { case: 'machine', value } })
      notifyDone(kitTexts.saved)
    },
  })
  const { getInputProps } = edit.form
  return (
    <Section title={words.title}>
      <FormCard edit={edit} canWrite={can('user.write', { orgId })}>
        <Stack gap="sm" maw={480}>
          <TextInput label={words.name} required {...getInputProps('name')} />
          <TextInput label={words.description} {...getInputProps('description')} />
          <NativeSelect
            label={words.tokenType}
            description={words.tokenTypeHint}
            data={words.tokenTypes}
            {...getInputProps('accessTokenType')}
          />
        </Stack>
      </FormCard>
    </Section>
  )
}
