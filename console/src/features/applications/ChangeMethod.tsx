import { Alert, Modal, Stack, Text } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { useState } from 'react'
import { useChange } from '../../api/useCall.ts'
import { ApiCall } from '../../kit/ApiCall.tsx'
import { DialogButtons } from '../../kit/DialogButtons.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useReason } from '../../kit/useReason.ts'
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
  const [method, setMethod] = useState<Method | undefined>(before)
  const [made, setMade] = useState<MadeCredential>()
  const change = useMethodChange(application, kind)
  const newCredential = useNewCredential(application)
  const reason = useReason()
  const { isRunning, problem, run } = useAct(async () => {
    if (method === undefined) return
    const credential = await reason.give(async () => {
      await change(method)
      return newCredential(credentialOf(method))
    })
    notifyDone(texts.method.done)
    if (credential) setMade(credential)
    else close()
  })
  if (made) {
    return <SecretOnce title={texts.method.change} {...made} close={close} />
  }
  const isChanged = method !== undefined && method !== before
  return (
    <Modal opened onClose={close} title={texts.method.change} size="lg">
      <Stack gap="sm">
        <ChoiceCards<Method>
          label={texts.method.title}
          choices={methodChoices(kind)}
          value={method}
          onChange={setMethod}
        />
        {isChanged && (
          <Alert variant="light" color="red" title={texts.method.consequence}>
            <Text size="sm" c="var(--ink)">
              {consequence(before, method)}
            </Text>
          </Alert>
        )}
        {isChanged && <ReasonField reason={reason} />}
        {problem !== undefined && <ProblemNotice error={problem} />}
        <DialogButtons
          submitText={texts.method.change}
          ready={isChanged}
          isRunning={isRunning}
          onClick={() => void run()}
          close={close}
        />
        {isChanged && <ApiCall act={() => reason.give(() => change(method))} of={[method, reason.text]} />}
      </Stack>
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
