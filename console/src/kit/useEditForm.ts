import { type FormErrors, type UseFormReturnType, useForm } from '@mantine/form'
import { useState } from 'react'
import { notHeld } from '../api/firstChange.ts'
import { problemOf } from '../api/problem.ts'
import { useDirtyGuard } from './useDirtyGuard.ts'
import { type Reason, useReason } from './useReason.ts'

/** A form and its saving. */
export interface EditForm<Values extends object> {
  /** Mantine's form: `form.getInputProps('name')`. */
  readonly form: UseFormReturnType<Values>
  /** The problem of the last attempt that belongs to no field. */
  readonly problem: unknown
  readonly isSaving: boolean
  readonly isDirty: boolean
  /** For `<form onSubmit>`. */
  submit(event?: React.FormEvent<HTMLFormElement>): void
  reset(): void
  /** Asked for beside the values if it is there. */
  readonly reason: Reason | undefined
  /** The values that were changed. */
  changed(): Partial<Values>
  /** Saves the present values; for looking at what this sends. */
  save(): Promise<unknown>
}

/**
 * A form that is checked before it is sent, that shows the server's refusals at their fields, and that asks before changes are lost.
 * `save` receives the changed values beside all of them, so that only these are written; it returns `pending` if something has to be
 * confirmed first.
 */
export function useEditForm<Values extends object>({
  initial,
  validate,
  save,
  guard = true,
  asksReason = false,
}: {
  readonly initial: Values
  /** Returns texts for the fields that are not valid. */
  validate?(values: Values): Partial<Record<keyof Values, string | undefined>>
  save(changed: Partial<Values>, values: Values): Promise<unknown>
  /** False for forms in dialogs, which ask by themselves. */
  readonly guard?: boolean
  /** True for acts whose reason is worth keeping in the log. */
  readonly asksReason?: boolean
}): EditForm<Values> {
  const form = useForm<Values>({
    initialValues: initial,
    validate: (values) => withoutEmpty(validate?.(values) ?? {}),
    validateInputOnBlur: true,
  })
  const reason = useReason()
  const [problem, setProblem] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const isDirty = form.isDirty()
  useDirtyGuard(guard && isDirty && !isSaving)
  const send = async (values: Values) => {
    setSaving(true)
    setProblem(undefined)
    try {
      await notHeld()
      const outcome = await reason.give(() => save(changedOf(initial, values), values))
      // A form that was emptied for the next entry is as it was at first.
      const isEmptied = JSON.stringify(form.getValues()) === JSON.stringify(initial)
      if (outcome !== 'pending' && !isEmptied) form.resetDirty(values)
    } catch (error) {
      const fields = Object.entries(problemOf(error).fields).filter(([name]) => name in values)
      if (fields.length > 0) form.setErrors(Object.fromEntries(fields))
      else setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  return {
    form,
    problem,
    isSaving,
    isDirty,
    reason: asksReason ? reason : undefined,
    changed: () => changedOf(initial, form.getValues()),
    save: () => reason.give(() => save(changedOf(initial, form.getValues()), form.getValues())),
    submit: form.onSubmit((values) => void send(values)),
    reset: () => {
      form.reset()
      setProblem(undefined)
    },
  }
}

function withoutEmpty(texts: Partial<Record<string, string | undefined>>): FormErrors {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text))
}

/** The values that differ, compared as JSON. */
function changedOf<Values extends object>(before: Values, now: Values): Partial<Values> {
  const names = Object.keys(now) as (keyof Values)[]
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]))
  return Object.fromEntries(changed.map((name) => [name, now[name]])) as Partial<Values>
}
