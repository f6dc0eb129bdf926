import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from './Confirm.tsx'
import { ConfirmEffects } from './ConfirmEffects.tsx'
import type { Effects } from './effects.ts'
import { FormCard } from './FormCard.tsx'
import { PolicyInput } from './PolicyInput.tsx'
import { StateBadge } from './StateBadge.tsx'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'

/** One value of a policy. */
export interface PolicyField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly kind: 'switch' | 'number' | 'text' | 'hours' | 'select' | 'list'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly min?: number
  readonly max?: number
}

/** The values of a policy by the names of its fields. */
export type PolicyValues = Readonly<Record<string, PolicyValue>>
export type PolicyValue = boolean | number | string | readonly string[]

/** Where the values come from: the level itself, the instance for an organization, or what a new instance has. */
export type PolicySource = 'own' | 'inherited' | 'default'

/**
 * A policy at one level: every value with where it comes from, and its reset. If it has a dry run, saving shows first whom the change
 * would hit. Give it a `key` that changes with the values, so that it shows what was written.
 */
export function PolicyForm({
  fields,
  values,
  source,
  sources = {},
  canWrite,
  validate,
  dryRun,
  save,
  reset,
}: {
  readonly fields: readonly PolicyField[]
  readonly values: PolicyValues
  readonly source: PolicySource
  /** For values whose source differs from that of the others. */
  readonly sources?: Readonly<Record<string, PolicySource>>
  readonly canWrite: boolean
  validate?(values: PolicyValues): Readonly<Record<string, string | undefined>>
  dryRun?(changed: PolicyValues, values: PolicyValues): Promise<Effects>
  save(changed: PolicyValues, values: PolicyValues): Promise<unknown>
  /** Removes the own values of an organization. */
  reset?(): Promise<unknown>
}) {
  const [pending, setPending] = useState<{ readonly changed: PolicyValues; readonly values: PolicyValues }>()
  const [isResetting, setResetting] = useState(false)
  const edit = useEditForm<Record<string, PolicyValue>>({
    initial: values,
    ...(validate && { validate }),
    save: async (changed, all) => {
      const next = { changed: changed as PolicyValues, values: all }
      if (!dryRun) return save(next.changed, next.values)
      setPending(next)
      return 'pending'
    },
  })
  const texts = {
    own: kitTexts.policy.own,
    inherited: kitTexts.policy.inherited,
    default: kitTexts.policy.byDefault,
  }
  return (
    <Stack>
      <FormCard
        edit={edit}
        canWrite={canWrite}
        beside={
          canWrite && reset && source === 'own' ? (
            <Group>
              <Button variant="subtle" color="red" size="xs" onClick={() => setResetting(true)}>
                {kitTexts.policy.reset}
              </Button>
            </Group>
          ) : undefined
        }
      >
        {fields.map((field) => (
          <Group key={field.name} justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
            <PolicyInput field={field} props={edit.form.getInputProps(field.name, inputType(field))} />
            <StateBadge>{texts[sources[field.name] ?? source]}</StateBadge>
          </Group>
        ))}
      </FormCard>
      {pending && dryRun && (
        <ConfirmEffects
          title={kitTexts.policy.confirmTitle}
          submitText={kitTexts.save}
          dryRun={() => dryRun(pending.changed, pending.values)}
          act={() => save(pending.changed, pending.values)}
          close={() => setPending(undefined)}
        />
      )}
      {isResetting && reset && (
        <Confirm
          title={kitTexts.policy.resetTitle}
          text={<Text>{kitTexts.policy.resetText}</Text>}
          submitText={kitTexts.policy.reset}
          danger
          act={reset}
          close={() => setResetting(false)}
        />
      )}
    </Stack>
  )
}

function inputType({ kind }: PolicyField): { type: 'checkbox' | 'input' } {
  return { type: kind === 'switch' ? 'checkbox' : 'input' }
}
