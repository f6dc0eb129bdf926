import { Title } from '@mantine/core'
import { Fragment } from 'react'
import { PolicyInput } from './PolicyInput.tsx'
import { type PolicyField, type PolicySource, type PolicyValues, valueText } from './policyField.ts'
import { StateBadge } from './StateBadge.tsx'
import { kitTexts } from './texts.ts'
import type { EditForm } from './useEditForm.ts'

/** The inputs of a policy in their parts, each with where its value comes from if there is something to say about it. */
export function PolicyFields({
  form,
  fields,
  values,
  source,
  sources,
  instance,
}: {
  readonly form: EditForm<Record<string, PolicyValues[string]>>['form']
  readonly fields: readonly PolicyField[]
  /** The values that were read. */
  readonly values: PolicyValues
  readonly source: PolicySource
  readonly sources: Readonly<Record<string, string>>
  readonly instance: PolicyValues | undefined
}) {
  return fields.map((field, at) => (
    <Fragment key={field.name}>
      {field.part !== undefined && field.part !== fields[at - 1]?.part && (
        <Title order={3} size="h5" mt={at === 0 ? 0 : 'sm'}>
          {field.part}
        </Title>
      )}
      <div className="policy-row">
        <PolicyInput field={field} props={form.getInputProps(field.name, inputType(field))} />
        <Origin
          field={field}
          source={sources[field.name]}
          own={values[field.name]}
          instance={source === 'own' ? instance?.[field.name] : undefined}
        />
      </div>
    </Fragment>
  ))
}

/** The source of a value that has one of its own, or beside an own value that of the instance if it differs. */
function Origin({
  field,
  source,
  own,
  instance,
}: {
  readonly field: PolicyField
  readonly source: string | undefined
  readonly own: PolicyValues[string] | undefined
  readonly instance: PolicyValues[string] | undefined
}) {
  if (source !== undefined) return <StateBadge>{source}</StateBadge>
  if (instance === undefined || JSON.stringify(own) === JSON.stringify(instance)) return null
  return <StateBadge tone="good">{kitTexts.policy.instanceHas(valueText(field, instance))}</StateBadge>
}

function inputType({ kind }: PolicyField): { type: 'checkbox' | 'input' } {
  return { type: kind === 'switch' ? 'checkbox' : 'input' }
}
