import { MultiSelect, NativeSelect, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'
import { type PolicyField, unitOf } from './policyField.ts'

/** The input for one value of a policy. */
export function PolicyInput({
  field,
  props,
}: {
  readonly field: PolicyField
  readonly props: GetInputPropsReturnType
}) {
  const { label, hint, kind, options = [], min, max } = field
  const common = { ...props, label, ...(hint !== undefined && { description: hint }), maw: 480 }
  if (kind === 'switch') return <Switch {...common} maw="100%" />
  if (kind === 'select') return <NativeSelect {...common} data={[...options]} />
  if (kind === 'several') return <MultiSelect {...common} data={[...options]} searchable />
  if (kind === 'list') return <TagsInput {...common} />
  if (kind === 'text') return <TextInput {...common} />
  const unit = unitOf(kind)
  return (
    <NumberInput
      {...common}
      allowDecimal={unit !== undefined}
      decimalScale={4}
      min={min ?? 0}
      {...(max !== undefined && { max })}
      {...(unit !== undefined && { suffix: unit })}
    />
  )
}
