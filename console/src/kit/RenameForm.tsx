import { TextInput } from '@mantine/core'
import { FormCard } from './FormCard.tsx'
import { notifyDone } from './notify.ts'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'

/** The name of a thing, for those who may change it. Give it the id of the thing as `key`. */
export function RenameForm({
  name,
  label,
  done,
  canWrite,
  rename,
}: {
  readonly name: string
  readonly label: string
  /** Said after the change. */
  readonly done: string
  readonly canWrite: boolean
  rename(name: string): Promise<unknown>
}) {
  const edit = useEditForm({
    initial: { name },
    validate: (values) => ({ name: values.name.trim() ? undefined : kitTexts.form.required }),
    async save(_, values) {
      await rename(values.name.trim())
      notifyDone(done)
    },
  })
  return (
    <FormCard edit={edit} canWrite={canWrite}>
      <TextInput label={label} maw={420} {...edit.form.getInputProps('name')} />
    </FormCard>
  )
}
