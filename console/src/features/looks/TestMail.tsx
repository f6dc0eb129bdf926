import { Alert, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import type { Provider } from './provider.ts'
import { texts } from './texts.ts'

const words = texts.providers

/** Sends a test mail through a mail server and shows what it answered. */
export function TestMail({ provider: { id }, close }: { readonly provider: Provider; close(): void }) {
  const test = useRestChange<unknown>()
  const [sentTo, setSentTo] = useState<string>()
  const edit = useEditForm({
    initial: { receiverAddress: '' },
    guard: false,
    validate: ({ receiverAddress }) => ({
      receiverAddress: receiverAddress.trim() ? undefined : kitTexts.form.required,
    }),
    async save(_, { receiverAddress }) {
      setSentTo(undefined)
      const body = { receiverAddress: receiverAddress.trim() }
      await test.mutateAsync({ method: 'POST', path: `/admin/v1/email/smtp/${id}/_test`, body, orgId: '' })
      setSentTo(body.receiverAddress)
    },
  })
  return (
    <Modal opened onClose={close} title={words.testTitle}>
      <FormCard edit={edit} submitText={words.testSubmit} cancel={close} saveUnchanged>
        <TextInput
          data-autofocus
          label={words.receiver}
          description={words.receiverHint}
          type="email"
          required
          {...edit.form.getInputProps('receiverAddress')}
        />
        {sentTo !== undefined && !edit.isSaving && edit.problem === undefined && (
          <Alert color="brand" variant="light" role="status">
            {words.tested(sentTo)}
          </Alert>
        )}
      </FormCard>
    </Modal>
  )
}
