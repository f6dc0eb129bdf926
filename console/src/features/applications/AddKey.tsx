import { Modal, TextInput } from '@mantine/core'
import { FormCard } from '../../kit/FormCard.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { inDays, usualKeyDays } from './credential.ts'
import { texts } from './texts.ts'

/** Asks until when a new key counts. */
export function AddKey({ add, close }: { add(expires: Date): Promise<void>; close(): void }) {
  const edit = useEditForm({
    initial: { expires: dayOf(inDays(usualKeyDays)) },
    guard: false,
    validate: ({ expires }) => ({
      expires: endOf(expires).getTime() > Date.now() ? undefined : texts.keys.past,
    }),
    save: (_, { expires }) => add(endOf(expires)),
  })
  return (
    <Modal opened onClose={close} title={texts.keys.add}>
      <FormCard edit={edit} submitText={texts.keys.add} saveUnchanged cancel={close}>
        <TextInput
          type="date"
          data-autofocus
          label={texts.keys.expires}
          description={texts.keys.expiresHint}
          required
          {...edit.form.getInputProps('expires')}
        />
      </FormCard>
    </Modal>
  )
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** A key counts through its last day (UTC). An unreadable day counts as the first of all. */
function endOf(day: string): Date {
  const end = new Date(`${day}T23:59:59Z`)
  return Number.isNaN(end.getTime()) ? new Date(0) : end
}
