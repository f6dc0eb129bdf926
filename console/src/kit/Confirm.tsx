import { Modal, type ModalProps, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiCall } from './ApiCall.tsx'
import { DialogButtons } from './DialogButtons.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { useAct } from './useAct.ts'

/** Asks once before an act that can be undone only by hand. */
export function Confirm({
  title,
  text,
  submitText,
  danger = false,
  ready = true,
  size = 'md',
  children,
  act,
  close,
}: {
  readonly title: string
  readonly text?: ReactNode
  readonly submitText: string
  readonly danger?: boolean
  /** False while something has to come first. */
  readonly ready?: boolean
  readonly size?: NonNullable<ModalProps['size']>
  /** Stands below the text. */
  readonly children?: ReactNode
  act(): Promise<unknown>
  close(): void
}) {
  const { isRunning, problem, run } = useAct(act)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (await run()) close()
  }
  return (
    <Modal opened onClose={close} title={title} size={size}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {text && <Text component="div">{text}</Text>}
          {children}
          {problem !== undefined && <ProblemNotice error={problem} />}
          <DialogButtons
            submitText={submitText}
            danger={danger}
            ready={ready}
            isRunning={isRunning}
            close={close}
          />
          <ApiCall act={act} of={title} />
        </Stack>
      </form>
    </Modal>
  )
}
