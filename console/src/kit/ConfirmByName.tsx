import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'
import { useAct } from './useAct.ts'

/** Asks for the name of a thing before it is destroyed, and says what goes with it. */
export function ConfirmByName({
  title,
  name,
  text,
  submitText,
  act,
  close,
}: {
  readonly title: string
  /** The name that must be typed. */
  readonly name: string
  /** What is lost. */
  readonly text: ReactNode
  readonly submitText: string
  act(): Promise<unknown>
  close(): void
}) {
  const [typed, setTyped] = useState('')
  const { isRunning, problem, run } = useAct(act)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (await run()) close()
  }
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text component="div">{text}</Text>
          <TextInput
            data-autofocus
            label={kitTexts.confirm.type(name)}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {problem !== undefined && <ProblemNotice error={problem} />}
          <Group>
            <Button type="submit" color="red" loading={isRunning} disabled={typed.trim() !== name.trim()}>
              {submitText}
            </Button>
            <Button variant="default" onClick={close}>
              {kitTexts.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
