import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'
import { useAct } from './useAct.ts'

/** Asks once before an act that can be undone only by hand. */
export function Confirm({
  title,
  text,
  submitText,
  danger = false,
  act,
  close,
}: {
  readonly title: string
  readonly text?: ReactNode
  readonly submitText: string
  readonly danger?: boolean
  act(): Promise<unknown>
  close(): void
}) {
  const { isRunning, problem, run } = useAct(act)
  return (
    <Modal opened onClose={close} title={title}>
      <Stack gap="sm">
        {text && <Text component="div">{text}</Text>}
        {problem !== undefined && <ProblemNotice error={problem} />}
        <Group>
          <Button
            data-autofocus
            loading={isRunning}
            {...(danger && { color: 'red' })}
            onClick={async () => {
              if (await run()) close()
            }}
          >
            {submitText}
          </Button>
          <Button variant="default" onClick={close}>
            {kitTexts.cancel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
