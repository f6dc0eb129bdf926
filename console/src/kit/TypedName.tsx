import { TextInput } from '@mantine/core'
import { kitTexts } from './texts.ts'

/** The field into which a name is typed before the thing that has it is destroyed. */
export function TypedName({
  name,
  value,
  onChange,
}: {
  readonly name: string
  readonly value: string
  onChange(typed: string): void
}) {
  return (
    <TextInput
      data-autofocus
      label={kitTexts.confirm.type(name)}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
