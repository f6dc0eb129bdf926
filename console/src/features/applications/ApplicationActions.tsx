import { Button, Modal, TextInput } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { LifecycleActions } from '../../kit/LifecycleActions.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { anywhere, isActive, useApplicationRights } from './useApplication.ts'

/** Renames, activates, deactivates and deletes an application. */
export function ApplicationActions({
  application,
  project,
}: {
  readonly application: Application
  readonly project: Project
}) {
  const { canWrite, canDelete } = useApplicationRights(project)
  const { applicationId, projectId, name } = application
  const id = { applicationId, projectId }
  const [isRenaming, setRenaming] = useState(false)
  const navigate = useNavigate()
  const activate = useChange(ApplicationService.method.reactivateApplication, anywhere)
  const deactivate = useChange(ApplicationService.method.deactivateApplication, anywhere)
  const remove = useChange(ApplicationService.method.deleteApplication, {
    ...anywhere,
    leave: () => navigate({ to: '/projects/$projectId/applications', params: { projectId } }),
  })
  return (
    <>
      {canWrite && (
        <Button variant="default" onClick={() => setRenaming(true)}>
          {texts.rename}
        </Button>
      )}
      <LifecycleActions
        name={name}
        words={{ ...texts, removed: texts.removed(name) }}
        isActive={isActive(application)}
        canWrite={canWrite}
        canDelete={canDelete}
        activate={() => activate.mutateAsync(id)}
        deactivate={() => deactivate.mutateAsync(id)}
        remove={() => remove.mutateAsync(id)}
      />
      {isRenaming && <Rename application={application} close={() => setRenaming(false)} />}
    </>
  )
}

function Rename({ application, close }: { readonly application: Application; close(): void }) {
  const { applicationId, projectId } = application
  const update = useChange(ApplicationService.method.updateApplication, anywhere)
  const edit = useEditForm({
    initial: { name: application.name },
    guard: false,
    validate: ({ name }) => ({ name: name.trim() ? undefined : kitTexts.form.required }),
    async save(_, { name }) {
      await update.mutateAsync({ applicationId, projectId, name: name.trim() })
      notifyDone(texts.renamed)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={texts.rename}>
      <FormCard edit={edit} cancel={close}>
        <TextInput data-autofocus label={texts.name} required {...edit.form.getInputProps('name')} />
      </FormCard>
    </Modal>
  )
}
