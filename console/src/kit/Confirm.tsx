import { Modal, type ModalProps, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiCall } from './ApiCall.tsx'
import { DialogButtons } from './DialogButtons.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { ReasonField } from './ReasonField.tsx'
import { useAct } from './useAct.ts'
import { useReason } from './useReason.ts'

/** Asks once before an act that can be undone only by hand, and for its reason. */
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
  const reason = useReason()
  const sends = () => reason.give(act)
  const { isRunning, problem, run } = useAct(sends)
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
          <ReasonField reason={reason} />
          {problem !== undefined && <ProblemNotice error={problem} />}
          <DialogButtons
            submitText={submitText}
            danger={danger}
            ready={ready}
            isRunning={isRunning}
            close={close}
          />
          <ApiCall act={sends} of={[title, reason.text]} />
        </Stack>
      </form>
    </Modal>
  )
}
