import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiCall } from './ApiCall.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { ReasonField } from './ReasonField.tsx'
import { kitTexts } from './texts.ts'
import type { EditForm } from './useEditForm.ts'

/** The fields of a form with its problem and its buttons. Without `canWrite` the fields can only be read. */
export function FormCard<Values extends object>({
  edit,
  canWrite = true,
  submitText = kitTexts.save,
  danger = false,
  saveUnchanged = false,
  cancel,
  sends = edit.save,
  children,
}: {
  readonly edit: EditForm<Values>
  readonly canWrite?: boolean
  readonly submitText?: string
  readonly danger?: boolean
  /** True for forms that make something, which can be sent as they are. */
  readonly saveUnchanged?: boolean
  /** Closes the dialog of the form. */
  cancel?(): void
  /** Sends the values without questions, if saving asks some; the call that it makes is shown. */
  sends?(): Promise<unknown>
  readonly children: ReactNode
}) {
  const { isContested, isDirty, isSaving, problem, submit, reset } = edit
  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={!canWrite} className="plain">
        <Stack gap="sm">
          {children}
          {edit.reason && <ReasonField reason={edit.reason} />}
          {problem !== undefined && <ProblemNotice error={problem} />}
          {isContested && (
            <Alert variant="light" color="red" role="alert">
              <Text size="sm" c="var(--ink)">
                {kitTexts.form.contested}
              </Text>
            </Alert>
          )}
          {canWrite && (
            <Group gap="xs">
              <Button
                type="submit"
                loading={isSaving}
                disabled={!isDirty && !saveUnchanged}
                {...(danger && { color: 'red' })}
              >
                {submitText}
              </Button>
              {cancel && (
                <Button variant="default" onClick={cancel}>
                  {kitTexts.cancel}
                </Button>
              )}
              {(!cancel || isContested) && isDirty && (
                <Button variant="default" onClick={reset}>
                  {kitTexts.reset}
                </Button>
              )}
            </Group>
          )}
          {canWrite && <ApiCall act={sends} of={[edit.form.values, edit.reason?.text]} />}
        </Stack>
      </fieldset>
    </form>
  )
}
