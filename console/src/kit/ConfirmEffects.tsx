import { Loader, Text } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { Confirm } from './Confirm.tsx'
import { EffectsView } from './EffectsView.tsx'
import type { Effects } from './effects.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'

/** Shows what an act will do, by a dry run of it, before it is done. */
export function ConfirmEffects({
  dryRun,
  ...asked
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
  return (
    <Confirm {...asked} danger ready={effects !== undefined} size="lg">
      <Text fw={600}>{kitTexts.confirm.effects}</Text>
      {effects === undefined && failure === undefined && (
        <Loader size="sm" aria-label={kitTexts.confirm.checking} />
      )}
      {effects && <EffectsView effects={effects} />}
      {failure !== undefined && <ProblemNotice error={failure} />}
    </Confirm>
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
