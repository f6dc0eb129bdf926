import { Button, Modal, TextInput } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { Confirm } from '../../kit/Confirm.tsx'
import { ConfirmByName } from '../../kit/ConfirmByName.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
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
  const [asking, setAsking] = useState<'rename' | 'deactivate' | 'remove'>()
  const navigate = useNavigate()
  const activate = useChange(ApplicationService.method.reactivateApplication, anywhere)
  const deactivate = useChange(ApplicationService.method.deactivateApplication, anywhere)
  const remove = useChange(ApplicationService.method.deleteApplication, {
    ...anywhere,
    leave: () => navigate({ to: '/projects/$projectId/applications', params: { projectId } }),
  })
  const close = () => setAsking(undefined)
  return (
    <>
      {canWrite && (
        <Button variant="default" onClick={() => setAsking('rename')}>
          {texts.rename}
        </Button>
      )}
      {canWrite && isActive(application) && (
        <Button variant="default" onClick={() => setAsking('deactivate')}>
          {texts.deactivate}
        </Button>
      )}
      {canWrite && !isActive(application) && (
        <Button loading={activate.isPending} onClick={() => activate.mutateAsync(id).catch(notifyProblem)}>
          {texts.activate}
        </Button>
      )}
      {canDelete && (
        <Button color="red" variant="outline" onClick={() => setAsking('remove')}>
          {texts.remove}
        </Button>
      )}
      {asking === 'rename' && <Rename application={application} close={close} />}
      {asking === 'deactivate' && (
        <Confirm
          title={`${texts.deactivate}: ${name}`}
          text={texts.deactivateText}
          submitText={texts.deactivate}
          danger
          act={() => deactivate.mutateAsync(id)}
          close={close}
        />
      )}
      {asking === 'remove' && (
        <ConfirmByName
          title={`${texts.remove}: ${name}`}
          name={name}
          text={texts.removeText}
          submitText={texts.remove}
          act={async () => {
            await remove.mutateAsync(id)
            notifyDone(texts.removed(name))
          }}
          close={close}
        />
      )}
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
  const { name } = edit.form.values
  return (
    <Modal opened onClose={close} title={texts.rename}>
      <FormCard
        edit={edit}
        cancel={close}
        beside={
          <ApiCall
            path="/zitadel.application.v2.ApplicationService/UpdateApplication"
            body={{ applicationId, projectId, name }}
          />
        }
      >
        <TextInput data-autofocus label={texts.name} required {...edit.form.getInputProps('name')} />
      </FormCard>
    </Modal>
  )
}
