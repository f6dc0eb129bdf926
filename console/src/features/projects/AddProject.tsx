import { Modal, TextInput } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import type { Pickable } from '../../kit/ServerPicker.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useOnlyOrganization } from '../../kit/useOnlyOrganization.ts'
import { texts } from './texts.ts'
import { anywhere } from './useProject.ts'

/** Makes a project in the organization of the address, or in one that is chosen, and opens its page. */
export function AddProject({ close }: { close(): void }) {
  const context = useContextOrganization()
  const only = useOnlyOrganization('project.create')
  const add = useChange(ProjectService.method.createProject, anywhere)
  const navigate = useNavigate()
  const edit = useEditForm<{ name: string; organization: Pickable | null }>({
    initial: { name: '', organization: only ?? null },
    guard: false,
    validate: ({ name, organization }) => ({
      name: name.trim() ? undefined : kitTexts.form.required,
      organization: context || organization ? undefined : kitTexts.form.required,
    }),
    async save(_, { name, organization }) {
      const organizationId = context ?? organization?.id ?? ''
      const { projectId } = await add.mutateAsync({ organizationId, name: name.trim() })
      notifyDone(texts.added(name.trim()))
      close()
      await navigate({ to: '/projects/$projectId', params: { projectId } })
    },
  })
  const { form } = edit
  const { organization } = form.values
  return (
    <Modal opened onClose={close} title={texts.add}>
      <FormCard edit={edit} submitText={texts.add} cancel={close} saveUnchanged>
        {!context && (
          <OrganizationPicker
            required
            value={organization}
            onChange={(value) => form.setFieldValue('organization', value)}
            error={form.errors['organization']}
          />
        )}
        <TextInput
          data-autofocus={Boolean(context ?? only)}
          label={texts.name}
          description={texts.addHint}
          required
          {...form.getInputProps('name')}
        />
      </FormCard>
    </Modal>
  )
}
