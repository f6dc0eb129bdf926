import { Modal, TextInput } from '@mantine/core'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { labelled } from '../../language/language.ts'
import { texts } from './texts.ts'

/** Proves an address or number by the code that was sent to it, such as on the telephone with the person. */
export function EnterCode({
  title,
  verify,
  close,
}: {
  readonly title: string
  verify(code: string): Promise<unknown>
  close(): void
}) {
  const edit = useEditForm({
    initial: { code: '' },
    guard: false,
    validate: ({ code }) => ({ code: code.trim() ? undefined : kitTexts.form.required }),
    async save(_, { code }) {
      await verify(code.trim())
      notifyDone(texts.codes.proved)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={labelled(texts.codes.enter, title)}>
      <FormCard edit={edit} submitText={texts.codes.check} cancel={close}>
        <TextInput
          data-autofocus
          label={texts.codes.code}
          required
          autoComplete="off"
          {...edit.form.getInputProps('code')}
        />
      </FormCard>
    </Modal>
  )
}
