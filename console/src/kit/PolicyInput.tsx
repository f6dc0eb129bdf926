import { NativeSelect, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'
import type { PolicyField } from './PolicyForm.tsx'

/** The input for one value of a policy. */
export function PolicyInput({
  field,
  props,
}: {
  readonly field: PolicyField
  readonly props: GetInputPropsReturnType
}) {
  const { label, hint, kind, options = [], min, max } = field
  const common = { ...props, label, ...(hint !== undefined && { description: hint }), flex: 1 }
  if (kind === 'switch') return <Switch {...common} />
  if (kind === 'select') return <NativeSelect {...common} data={[...options]} />
  if (kind === 'list') return <TagsInput {...common} {...(options.length > 0 && { data: [...options] })} />
  if (kind === 'text') return <TextInput {...common} />
  return (
    <NumberInput
      {...common}
      allowDecimal={false}
      min={min ?? 0}
      {...(max !== undefined && { max })}
      {...(kind === 'hours' && { suffix: ' h' })}
      maw={320}
    />
  )
}
