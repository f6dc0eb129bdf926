import { type FormErrors, type UseFormReturnType, useForm } from '@mantine/form'
import { notifyManager, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sendReally } from '../api/firstChange.ts'
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
  /** Whether somebody else has changed what is typed here, so that saving would replace that. */
  readonly isContested: boolean
  /** For `<form onSubmit>`. */
  submit(event?: React.FormEvent<HTMLFormElement>): void
  /** Shows what is there now. */
  reset(): void
  /** Takes the present values for saved, after an act that was confirmed. */
  accept(): void
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
 *
 * `initial` is what the server has, and may change at any time: fields that nobody has touched follow it, and what is typed stays. Right
 * before a form is sent the page is read again, and if somebody else has changed a field that is typed here, it is not sent.
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
  const client = useQueryClient()
  const reason = useReason()
  const [problem, setProblem] = useState<unknown>()
  const [step, setStep] = useState<'typing' | 'reading' | 'read' | 'sending'>('typing')
  /** What the values are compared with: what the server had at last, or has received from here. */
  const [base, setBase] = useState(initial)
  /** The `initial` that was taken over at last. */
  const [seen, setSeen] = useState(initial)
  const [isContested, setContested] = useState(false)
  const isDirty = Object.keys(changedOf(base, form.values)).length > 0
  useDirtyGuard(isDirty, guard && step === 'typing')

  /** Takes over what the server has now. Returns whether somebody else has changed something that is typed here. */
  const follow = () => {
    const typed = changedOf(base, form.getValues())
    const { errors } = form
    form.setValues({ ...initial, ...typed })
    form.setErrors(errors)
    setBase(initial)
    setSeen(initial)
    const isTaken = (name: keyof Values) =>
      !isSame(initial[name], base[name]) && !isSame(initial[name], typed[name])
    const clashes = (Object.keys(typed) as (keyof Values)[]).some(isTaken)
    if (clashes) setContested(true)
    return clashes
  }
  const send = async () => {
    setStep('sending')
    const isNew = !isSame(seen, initial)
    try {
      if (isNew && follow()) return
      const values = form.getValues()
      const changed = changedOf(isNew ? initial : base, values)
      setContested(false)
      const outcome = await sendReally(() => reason.give(() => save(changed, values)))
      // A form that was emptied for the next entry is as it was at first.
      if (outcome !== 'pending' && !isSame(form.getValues(), initial)) setBase(values)
    } catch (error) {
      const fields = Object.entries(problemOf(error).fields).filter(([name]) => name in form.getValues())
      if (fields.length > 0) form.setErrors(Object.fromEntries(fields))
      else setProblem(error)
    } finally {
      setStep('typing')
    }
  }
  useEffect(() => {
    if (step === 'typing' && !isSame(seen, initial)) follow()
  })
  // An effect has the values of the render that shows the replies.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is sent once each time that it was read.
  useEffect(() => {
    if (step === 'read') void send()
  }, [step])
  const submit = async () => {
    if (step !== 'typing') return
    setProblem(undefined)
    setStep('reading')
    await client.refetchQueries({ type: 'active' })
    // The replies are shown first.
    await new Promise<void>((done) => notifyManager.schedule(done))
    setStep('read')
  }
  return {
    form,
    problem,
    isSaving: step !== 'typing',
    isDirty,
    isContested: isContested && isDirty,
    reason: asksReason ? reason : undefined,
    changed: () => changedOf(base, form.getValues()),
    save: () => reason.give(() => save(changedOf(base, form.getValues()), form.getValues())),
    submit: form.onSubmit(() => void submit()),
    reset: () => {
      form.setValues(base)
      form.clearErrors()
      setProblem(undefined)
      setContested(false)
    },
    accept: () => {
      setBase(form.getValues())
      setContested(false)
    },
  }
}

function withoutEmpty(texts: Partial<Record<string, string | undefined>>): FormErrors {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text))
}

/** The values that differ. */
function changedOf<Values extends object>(before: Values, now: Values): Partial<Values> {
  const names = Object.keys(now) as (keyof Values)[]
  const changed = names.filter((name) => !isSame(before[name], now[name]))
  return Object.fromEntries(changed.map((name) => [name, now[name]])) as Partial<Values>
}

/** Compares values as JSON. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
