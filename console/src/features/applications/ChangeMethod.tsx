import { Alert, Modal, Text } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { ChoiceCards } from './ChoiceCards.tsx'
import { type MadeCredential, useNewCredential } from './credential.ts'
import { methodChoices } from './methodChoices.ts'
import { apiMethod, credentialOf, type Kind, type Method, settingsOf } from './methods.ts'
import { texts } from './texts.ts'
import { anywhere, currentMethod, hasRefresh, useOidcUpdate } from './useApplication.ts'

/** Changes how an application proves itself. Says what becomes of the old credential, and makes the new one in the same step. */
export function ChangeMethod({
  application,
  kind,
  close,
}: {
  readonly application: Application
  readonly kind: Kind
  close(): void
}) {
  const before = currentMethod(application)
  const [made, setMade] = useState<MadeCredential>()
  const change = useMethodChange(application, kind)
  const newCredential = useNewCredential(application)
  const edit = useEditForm<{ method: Method | undefined }>({
    initial: { method: before },
    guard: false,
    asksReason: true,
    async save(_, { method }) {
      if (method === undefined) return
      await change(method)
      const credential = await newCredential(credentialOf(method))
      notifyDone(texts.method.done)
      if (credential) setMade(credential)
      else close()
    },
  })
  const { method } = edit.form.values
  if (made) {
    return <SecretOnce title={texts.method.change} {...made} close={close} />
  }
  return (
    <Modal opened onClose={close} title={texts.method.change} size="lg">
      <FormCard edit={edit} submitText={texts.method.change} cancel={close}>
        <ChoiceCards<Method>
          label={texts.method.title}
          choices={methodChoices(kind)}
          value={method}
          onChange={(next) => edit.form.setFieldValue('method', next)}
        />
        {method !== undefined && method !== before && (
          <Alert variant="light" color="red" title={texts.method.consequence}>
            <Text size="sm" c="var(--ink)">
              {consequence(before, method)}
            </Text>
          </Alert>
        )}
      </FormCard>
    </Modal>
  )
}

function consequence(before: Method | undefined, after: Method): string {
  const lost = before === undefined ? 'mixed' : credentialOf(before)
  const { lose, gain } = texts.method
  return [lost === credentialOf(after) ? '' : lose[lost], gain[credentialOf(after)], texts.method.everyCopy]
    .filter(Boolean)
    .join(' ')
}

function useMethodChange(application: Application, kind: Kind) {
  const { applicationId, projectId } = application
  const update = useChange(ApplicationService.method.updateApplication, anywhere)
  const updateOidc = useOidcUpdate(application)
  return async (method: Method) => {
    if (kind !== 'api') {
      const { authMethodType, grantTypes, responseTypes } = settingsOf(method, {
        refresh: hasRefresh(application),
      })
      return updateOidc({ authMethodType, grantTypes: [...grantTypes], responseTypes: [...responseTypes] })
    }
    await update.mutateAsync({
      applicationId,
      projectId,
      applicationType: { case: 'apiConfiguration', value: { authMethodType: apiMethod(method) } },
    })
  }
}
