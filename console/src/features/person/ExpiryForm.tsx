import { type Timestamp, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { Checkbox, Modal, TextInput } from '@mantine/core'
import { FormCard } from '../../kit/FormCard.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'

const { expiry: words } = texts
const day = 86_400_000
/** How the contract writes a life without end. */
const endless = new Date('9999-12-31T23:59:59Z')

/** Asks when something new shall expire; a day counts until its end in UTC. */
export function ExpiryForm({
  title,
  submitText,
  make,
  close,
}: {
  readonly title: string
  readonly submitText: string
  make(expirationDate: Timestamp): Promise<unknown>
  close(): void
}) {
  const edit = useEditForm({
    initial: { date: new Date(Date.now() + 365 * day).toISOString().slice(0, 10), isEndless: false },
    guard: false,
    validate: ({ date, isEndless }) => ({
      date: isEndless || endOf(date).getTime() > Date.now() ? undefined : words.future,
    }),
    save: async (_, { date, isEndless }) => {
      await make(timestampFromDate(isEndless ? endless : endOf(date)))
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={title}>
      <FormCard edit={edit} submitText={submitText} cancel={close} saveUnchanged>
        <TextInput
          data-autofocus
          type="date"
          label={words.date}
          disabled={edit.form.values.isEndless}
          {...edit.form.getInputProps('date')}
        />
        <Checkbox
          label={words.endless}
          description={words.endlessHint}
          {...edit.form.getInputProps('isEndless', { type: 'checkbox' })}
        />
      </FormCard>
    </Modal>
  )
}

/** The last second of a day; an invalid date is long past. */
function endOf(date: string): Date {
  const end = new Date(`${date}T23:59:59Z`)
  return Number.isNaN(end.getTime()) ? new Date(0) : end
}
