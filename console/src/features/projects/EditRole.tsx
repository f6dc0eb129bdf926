import { Modal, TextInput } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { ProjectRole } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { anywhere } from './useProject.ts'

/** Changes name and group of a role; its key is fixed. */
export function EditRole({ role, close }: { readonly role: ProjectRole; close(): void }) {
  const { projectId, key: roleKey, displayName, group } = role
  const update = useChange(ProjectService.method.updateProjectRole, anywhere)
  const edit = useEditForm({
    initial: { displayName, group },
    guard: false,
    validate: (values) => ({ displayName: values.displayName.trim() ? undefined : kitTexts.form.required }),
    async save(changed) {
      await update.mutateAsync({ projectId, roleKey, ...changed })
      notifyDone(kitTexts.saved)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={texts.roles.editTitle(roleKey)}>
      <FormCard edit={edit} cancel={close}>
        <TextInput
          data-autofocus
          label={texts.roles.displayName}
          required
          {...edit.form.getInputProps('displayName')}
        />
        <TextInput label={texts.roles.group} {...edit.form.getInputProps('group')} />
      </FormCard>
    </Modal>
  )
}
