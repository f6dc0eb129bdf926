import { Modal, Switch, TextInput } from '@mantine/core'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { texts } from './texts.ts'

/** Makes an organization and opens its page. */
export function AddOrganization({ close }: { close(): void }) {
  const add = useChange(OrganizationService.method.addOrganization, { orgId: '' })
  const navigate = useNavigate()
  const { person } = useSession()
  const edit = useEditForm({
    initial: { name: '', own: true },
    guard: false,
    validate: ({ name }) => ({ name: name.trim() ? undefined : kitTexts.form.required }),
    async save(_, { name, own }) {
      const admins = own ? [{ userType: { case: 'userId' as const, value: person.userId } }] : []
      const { organizationId } = await add.mutateAsync({ name: name.trim(), admins })
      notifyDone(texts.added(name.trim()))
      close()
      await navigate({ to: '/organizations/$organizationId', params: { organizationId } })
    },
  })
  const { name, own } = edit.form.values
  return (
    <Modal opened onClose={close} title={texts.addTitle}>
      <FormCard
        edit={edit}
        submitText={texts.add}
        cancel={close}
        saveUnchanged
        beside={
          <ApiCall
            path="/zitadel.org.v2.OrganizationService/AddOrganization"
            body={{ name, admins: own ? [{ userId: person.userId }] : [] }}
          />
        }
      >
        <TextInput data-autofocus label={texts.name} required {...edit.form.getInputProps('name')} />
        <Switch label={texts.own} {...edit.form.getInputProps('own', { type: 'checkbox' })} />
      </FormCard>
    </Modal>
  )
}
