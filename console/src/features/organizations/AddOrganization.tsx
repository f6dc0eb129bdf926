import { Modal, TextInput } from '@mantine/core'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'

/** Makes an organization and opens its page. */
export function AddOrganization({ close }: { close(): void }) {
  const add = useChange(OrganizationService.method.addOrganization, { orgId: '' })
  const navigate = useNavigate()
  const edit = useEditForm({
    initial: { name: '' },
    guard: false,
    validate: ({ name }) => ({ name: name.trim() ? undefined : kitTexts.form.required }),
    async save(_, { name }) {
      const { organizationId } = await add.mutateAsync({ name: name.trim() })
      notifyDone(texts.added(name.trim()))
      close()
      await navigate({ to: '/organizations/$organizationId', params: { organizationId } })
    },
  })
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
            body={{ name: edit.form.values.name }}
          />
        }
      >
        <TextInput
          data-autofocus
          label={texts.name}
          description={texts.addHint}
          required
          {...edit.form.getInputProps('name')}
        />
      </FormCard>
    </Modal>
  )
}
