import { Modal } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import { ProjectRolesField } from '../../kit/ProjectRolesField.tsx'
import type { Pickable } from '../../kit/ServerPicker.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { anywhere } from './useProject.ts'

const { grants: words } = texts

/** Grants a project to an organization and opens the page of the grant. */
export function AddGrant({ project: { projectId }, close }: { readonly project: Project; close(): void }) {
  const add = useChange(ProjectService.method.createProjectGrant, anywhere)
  const navigate = useNavigate()
  const edit = useEditForm<{ organization: Pickable | null; roleKeys: string[] }>({
    initial: { organization: null, roleKeys: [] },
    guard: false,
    validate: ({ organization }) => ({ organization: organization ? undefined : kitTexts.form.required }),
    async save(_, { organization, roleKeys }) {
      const organizationId = organization?.id ?? ''
      await add.mutateAsync({ projectId, grantedOrganizationId: organizationId, roleKeys })
      notifyDone(words.added)
      close()
      await navigate({
        to: '/projects/$projectId/grants/$organizationId',
        params: { projectId, organizationId },
      })
    },
  })
  const { form } = edit
  return (
    <Modal opened onClose={close} title={words.add} size="lg">
      <FormCard edit={edit} submitText={words.add} cancel={close} saveUnchanged>
        <OrganizationPicker
          autoFocus
          required
          value={form.values.organization}
          onChange={(organization) => form.setFieldValue('organization', organization)}
          error={form.errors['organization']}
        />
        <ProjectRolesField
          projectId={projectId}
          label={words.roles}
          description={words.rolesHint}
          value={form.values.roleKeys}
          onChange={(roleKeys) => form.setFieldValue('roleKeys', roleKeys)}
          error={form.errors['roleKeys']}
        />
      </FormCard>
    </Modal>
  )
}
