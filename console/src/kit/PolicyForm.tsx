import { Alert, Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { Fragment, type ReactNode, useState } from 'react'
import { ConfirmEffects } from './ConfirmEffects.tsx'
import type { Effects } from './effects.ts'
import { FormCard } from './FormCard.tsx'
import { notifyDone } from './notify.ts'
import { PolicyInput } from './PolicyInput.tsx'
import {
  type PolicyField,
  type PolicySource,
  type PolicyValue,
  type PolicyValues,
  valueText,
} from './policyField.ts'
import { StateBadge } from './StateBadge.tsx'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'

/** What waits for a confirmation. */
interface Pending {
  readonly effects: Effects
  readonly warnings: readonly string[]
  readonly changed: PolicyValues
}

const harmless: Effects = { counts: {}, people: [] }

/**
 * A policy at one level: every value with where it comes from, and its reset. If it has a dry run, a change that hits somebody, or about
 * which there is a warning, is shown before it is saved. Give it a `key` that changes with the values, so that it shows what was written.
 */
export function PolicyForm({
  fields,
  values,
  source,
  sources = {},
  sourceTexts = {},
  instance,
  canWrite,
  validate,
  warnings,
  dryRun,
  save,
  reset,
  beside,
}: {
  readonly fields: readonly PolicyField[]
  readonly values: PolicyValues
  readonly source: PolicySource
  /** For values whose source differs from that of the others. */
  readonly sources?: Readonly<Record<string, PolicySource>>
  readonly sourceTexts?: Readonly<Partial<Record<PolicySource, string>>>
  /** The values of the instance, which stand beside own ones of an organization. */
  readonly instance?: PolicyValues | undefined
  readonly canWrite: boolean
  validate?(values: PolicyValues): Readonly<Record<string, string | undefined>>
  /** What somebody who saves these values should know, such as that nobody could log in any more. */
  warnings?(values: PolicyValues): readonly string[]
  dryRun?(changed: PolicyValues): Promise<Effects>
  save(changed: PolicyValues): Promise<unknown>
  /** Removes the own values of an organization. */
  readonly reset?: PolicyReset | undefined
  /** Stands below the buttons. */
  readonly beside?: ReactNode
}) {
  const [pending, setPending] = useState<Pending>()
  const edit = useEditForm<Record<string, PolicyValue>>({
    initial: values,
    ...(validate && { validate }),
    save: async (changed, all) => {
      const found = warnings?.(all) ?? []
      const known = found.filter((text) => !warnings?.(values).includes(text))
      const effects = dryRun ? await dryRun(changed as PolicyValues) : harmless
      if (known.length === 0 && Object.values(effects.counts).every((count) => count === 0)) {
        await save(changed as PolicyValues)
        notifyDone(dryRun ? kitTexts.policy.savedUnnoticed : kitTexts.saved)
        return undefined
      }
      setPending({ effects, warnings: known, changed: changed as PolicyValues })
      return 'pending'
    },
  })
  return (
    <>
      <FormCard edit={edit} canWrite={canWrite} beside={beside}>
        {fields.map((field, at) => (
          <Fragment key={field.name}>
            {field.part !== undefined && field.part !== fields[at - 1]?.part && (
              <Title order={3} size="h5" mt={at === 0 ? 0 : 'sm'}>
                {field.part}
              </Title>
            )}
            <div className="policy-row">
              <PolicyInput field={field} props={edit.form.getInputProps(field.name, inputType(field))} />
              <Origin
                field={field}
                source={sources[field.name] ?? source}
                texts={sourceTexts}
                own={values[field.name]}
                instance={instance?.[field.name]}
              />
            </div>
          </Fragment>
        ))}
      </FormCard>
      {canWrite && reset && source === 'own' && <Reset reset={reset} />}
      {pending && (
        <ConfirmEffects
          title={kitTexts.policy.confirmTitle}
          text={<Warnings texts={pending.warnings} />}
          submitText={kitTexts.save}
          dryRun={async () => pending.effects}
          act={async () => {
            await save(pending.changed)
            notifyDone(kitTexts.saved)
          }}
          close={() => setPending(undefined)}
        />
      )}
    </>
  )
}

/** The removal of own values. */
export interface PolicyReset {
  dryRun?(): Promise<Effects>
  act(): Promise<unknown>
}

/** Where a value comes from; beside an own one, that of the instance if it differs. */
function Origin({
  field,
  source,
  texts,
  own,
  instance,
}: {
  readonly field: PolicyField
  readonly source: PolicySource
  readonly texts: Readonly<Partial<Record<PolicySource, string>>>
  readonly own: PolicyValue | undefined
  readonly instance: PolicyValue | undefined
}) {
  const { policy } = kitTexts
  const known = { own: policy.own, inherited: policy.inherited, default: policy.byDefault, ...texts }
  const differs = instance !== undefined && JSON.stringify(own) !== JSON.stringify(instance)
  return (
    <Stack gap={2} align="flex-start">
      <StateBadge tone={source === 'own' ? 'good' : 'quiet'}>{known[source]}</StateBadge>
      {source === 'own' && differs && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {policy.instanceHas(valueText(field, instance))}
        </Text>
      )}
    </Stack>
  )
}

function Reset({ reset }: { readonly reset: PolicyReset }) {
  const [isAsking, setAsking] = useState(false)
  const { policy } = kitTexts
  return (
    <Group>
      <Button variant="subtle" color="red" size="xs" onClick={() => setAsking(true)}>
        {policy.reset}
      </Button>
      {isAsking && (
        <ConfirmEffects
          title={policy.resetTitle}
          text={policy.resetText}
          submitText={policy.reset}
          dryRun={reset.dryRun ?? (async () => harmless)}
          act={async () => {
            await reset.act()
            notifyDone(policy.resetDone)
          }}
          close={() => setAsking(false)}
        />
      )}
    </Group>
  )
}

/** Warnings of a form or dialog. */
export function Warnings({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return null
  return (
    <Alert variant="light" color="red" title={kitTexts.policy.warnings}>
      <List size="sm" c="var(--ink)">
        {texts.map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </Alert>
  )
}

function inputType({ kind }: PolicyField): { type: 'checkbox' | 'input' } {
  return { type: kind === 'switch' ? 'checkbox' : 'input' }
}
