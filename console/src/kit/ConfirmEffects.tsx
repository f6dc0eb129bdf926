import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { EffectsView } from './EffectsView.tsx'
import type { Effects } from './effects.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'
import { useAct } from './useAct.ts'

/** Shows what an act will do, by a dry run of it, before it is done. */
export function ConfirmEffects({
  title,
  text,
  submitText,
  dryRun,
  act,
  close,
}: {
  readonly title: string
  readonly text?: ReactNode
  readonly submitText: string
  /** Runs the act dry; made once, when the dialog opens. */
  dryRun(): Promise<Effects>
  act(): Promise<unknown>
  close(): void
}) {
  const { effects, failure } = useDryRun(dryRun)
  const { isRunning, problem, run } = useAct(act)
  return (
    <Modal opened onClose={close} title={title} size="lg">
      <Stack gap="sm">
        {text && <Text component="div">{text}</Text>}
        <Text fw={600}>{kitTexts.confirm.effects}</Text>
        {effects === undefined && failure === undefined && (
          <Loader size="sm" aria-label={kitTexts.confirm.checking} />
        )}
        {effects && <EffectsView effects={effects} />}
        {failure !== undefined && <ProblemNotice error={failure} />}
        {problem !== undefined && <ProblemNotice error={problem} />}
        <Group>
          <Button
            color="red"
            loading={isRunning}
            disabled={effects === undefined}
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

function useDryRun(dryRun: () => Promise<Effects>) {
  const [first] = useState(() => dryRun)
  const [found, setFound] = useState<{ readonly effects?: Effects; readonly failure?: unknown }>({})
  useEffect(() => {
    first().then(
      (effects) => setFound({ effects }),
      (failure: unknown) => setFound({ failure }),
    )
  }, [first])
  return found
}
