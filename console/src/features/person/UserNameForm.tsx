import { TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Account } from './account.ts'
import { texts } from './texts.ts'

const { userName: words } = texts

/** The user name, of which all login names are made. */
export function UserNameForm({ account: { userId, orgId, user } }: { readonly account: Account }) {
  const { can } = useRights()
  const update = useChange(UserService.method.updateUser, { orgId })
  const edit = useEditForm({
    initial: { username: user.username },
    validate: ({ username }) => ({ username: username.trim() ? undefined : kitTexts.form.required }),
    async save(_, { username }) {
      await update.mutateAsync({ userId, username: username.trim() })
      notifyDone(kitTexts.saved)
    },
  })
  return (
    <Section title={words.title} intro={words.intro}>
      <FormCard edit={edit} canWrite={can('user.write', { orgId })}>
        <TextInput
          label={words.title}
          maw={420}
          autoComplete="off"
          {...edit.form.getInputProps('username')}
        />
      </FormCard>
    </Section>
  )
}
