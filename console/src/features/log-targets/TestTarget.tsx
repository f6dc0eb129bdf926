import { Alert, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { failureText } from './failureText.ts'
import { type DeliveryFailure, type LogTarget, targetsPath } from './target.ts'
import { texts } from './texts.ts'

interface Tested {
  readonly delivered: boolean
  readonly status: number | null
  readonly error: string | null
  readonly failure: DeliveryFailure | null
}

/** Sends a target an event that tries it out, and shows what became of it. */
export function TestTarget({ target: { id, name }, close }: { readonly target: LogTarget; close(): void }) {
  const test = useRestChange<Tested>()
  const [tested, setTested] = useState<Tested>()
  const edit = useEditForm({
    initial: {},
    guard: false,
    async save() {
      setTested(undefined)
      setTested(await test.mutateAsync({ method: 'POST', path: `${targetsPath}/${id}/test`, orgId: '' }))
    },
  })
  return (
    <Modal opened onClose={close} title={texts.testTitle(name)}>
      <FormCard edit={edit} submitText={texts.testSubmit} cancel={close} saveUnchanged>
        <Text size="sm">{texts.testText}</Text>
        {tested !== undefined && !edit.isSaving && <Outcome tested={tested} />}
      </FormCard>
    </Modal>
  )
}

function Outcome({ tested: { delivered, status, error, failure } }: { readonly tested: Tested }) {
  if (delivered) {
    return (
      <Alert color="brand" variant="light" role="status">
        {texts.tested(status ?? 0)}
      </Alert>
    )
  }
  return (
    <Alert color="red" variant="light" role="status" title={texts.notTested}>
      <Text size="sm" c="var(--ink)" style={{ overflowWrap: 'anywhere' }}>
        {failureText(failure, error ?? '')}
      </Text>
    </Alert>
  )
}
