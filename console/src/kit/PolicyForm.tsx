import { Alert, Button, Group, List } from '@mantine/core'
import { useState } from 'react'
import { ConfirmEffects } from './ConfirmEffects.tsx'
import type { Effects } from './effects.ts'
import { FormCard } from './FormCard.tsx'
import { notifyDone } from './notify.ts'
import { PolicyFields } from './PolicyFields.tsx'
import {
  isNumber,
  type PolicyField,
  type PolicySource,
  type PolicyValue,
  type PolicyValues,
} from './policyField.ts'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'

/** What waits for a confirmation. */
interface Pending {
  readonly effects: Effects
  readonly warnings: readonly string[]
  readonly changed: PolicyValues
  /** The values, as JSON, that it replaces; it is asked for no longer once somebody else has changed them. */
  readonly replaced: string
}

const harmless: Effects = { counts: {}, people: [] }

/**
 * A policy at one level, and its reset; own values of an organization stand beside those of the instance. If it has a dry run, a change that hits somebody, or about
 * which there is a warning, is shown before it is saved.
 */
export function PolicyForm({
  fields,
  values,
  source,
  sources = {},
  instance,
  canWrite,
  validate,
  warnings,
  askWarnings,
  dryRun,
  save,
  reset,
}: {
  readonly fields: readonly PolicyField[]
  readonly values: PolicyValues
  readonly source: PolicySource
  /** Texts for values that have a source of their own. */
  readonly sources?: Readonly<Record<string, string>>
  /** The values of the instance, which stand beside own ones of an organization. */
  readonly instance?: PolicyValues | undefined
  readonly canWrite: boolean
  validate?(values: PolicyValues): Readonly<Record<string, string | undefined>>
  /** What somebody who saves these values should know, such as that nobody could log in any more. */
  warnings?(values: PolicyValues): readonly string[]
  /** Asks for further warnings about a change, right before it is saved. */
  askWarnings?(changed: PolicyValues, values: PolicyValues): Promise<readonly string[]>
  dryRun?(changed: PolicyValues): Promise<Effects>
  save(changed: PolicyValues): Promise<unknown>
  /** Removes the own values of an organization. */
  readonly reset?: PolicyReset | undefined
}) {
  const [pending, setPending] = useState<Pending>()
  const present = JSON.stringify(values)
  const edit = useEditForm<Record<string, PolicyValue>>({
    initial: values,
    validate: (all) => ({ ...withoutNumber(fields, all), ...validate?.(all) }),
    save: async (changed, all) => {
      const before = warnings?.(values) ?? []
      const asked = (await askWarnings?.(changed as PolicyValues, all)) ?? []
      const found = [...(warnings?.(all) ?? []).filter((text) => !before.includes(text)), ...asked]
      const effects = dryRun ? await dryRun(changed as PolicyValues) : harmless
      if (found.length === 0 && Object.values(effects.counts).every((count) => count === 0)) {
        await save(changed as PolicyValues)
        notifyDone(dryRun ? kitTexts.policy.savedUnnoticed : kitTexts.saved)
        return undefined
      }
      setPending({ effects, warnings: found, changed: changed as PolicyValues, replaced: present })
      return 'pending'
    },
  })
  return (
    <>
      <FormCard edit={edit} canWrite={canWrite} sends={() => save(edit.changed() as PolicyValues)}>
        <PolicyFields form={edit.form} {...{ fields, values, source, sources, instance }} />
      </FormCard>
      {canWrite && reset && source === 'own' && <Reset reset={reset} />}
      {pending?.replaced === present && (
        <ConfirmEffects
          title={kitTexts.policy.confirmTitle}
          text={<Warnings texts={pending.warnings} />}
          submitText={kitTexts.save}
          dryRun={async () => pending.effects}
          act={async () => {
            await save(pending.changed)
            edit.accept()
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

function Reset({ reset }: { readonly reset: PolicyReset }) {
  const [isAsking, setAsking] = useState(false)
  const { policy } = kitTexts
  return (
    <Group>
      <Button variant="outline" color="red" size="xs" onClick={() => setAsking(true)}>
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

/** An emptied number is no zero, which often means that something is off. */
function withoutNumber(
  fields: readonly PolicyField[],
  values: PolicyValues,
): Record<string, string | undefined> {
  return Object.fromEntries(
    fields.map(({ name, kind }) => [
      name,
      values[name] === '' && isNumber(kind) ? kitTexts.form.required : undefined,
    ]),
  )
}
