import { Button, Group } from '@mantine/core'
import { kitTexts } from './texts.ts'

/** The buttons of a dialog: the one that does it, which submits the form of the dialog unless `onClick` is given, and Cancel. */
export function DialogButtons({
  submitText,
  danger = false,
  ready = true,
  isRunning = false,
  onClick,
  close,
}: {
  readonly submitText: string
  readonly danger?: boolean
  /** False while it cannot be done. */
  readonly ready?: boolean
  readonly isRunning?: boolean
  onClick?(): void
  close(): void
}) {
  return (
    <Group>
      <Button
        loading={isRunning}
        disabled={!ready}
        {...(ready && { 'data-autofocus': true })}
        {...(danger && { color: 'red' })}
        {...(onClick ? { onClick } : { type: 'submit' })}
      >
        {submitText}
      </Button>
      <Button variant="default" onClick={close}>
        {kitTexts.cancel}
      </Button>
    </Group>
  )
}
