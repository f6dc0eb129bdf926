import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { useRestChange } from '../../api/useRead.ts'
import { CopyField } from '../../kit/CopyField.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { accessPath } from './access.ts'
import type { Human } from './account.ts'
import { keyOf, removalOf } from './factors.ts'
import type { LostFactorPlan } from './lostFactorPlan.ts'
import { QrCode } from './QrCode.tsx'
import { factorTitle, texts } from './texts.ts'
import { useRegistrationLink } from './useRegistrationLink.ts'

const { lost: words } = texts

/** One step of the plan. */
interface Task {
  readonly key: string
  readonly text: string
  run(): Promise<unknown>
}

type Outcome = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly problem: unknown }

/** Carries the plan out, a step after the other, and says how each ended. A step that failed can be tried again; those after it wait. */
export function LostFactorRun({
  account,
  plan,
  close,
}: {
  readonly account: Human
  readonly plan: LostFactorPlan
  close(): void
}) {
  const [link, setLink] = useState<string>()
  const tasks = useTasks(account, plan, setLink)
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>({})
  const [isRunning, setRunning] = useState(false)
  const work = async () => {
    setRunning(true)
    for (const task of tasks) {
      if (outcomes[task.key]?.kind === 'done') continue
      const outcome = await plan.reason.give(task.run).then(
        (): Outcome => ({ kind: 'done' }),
        (problem: unknown): Outcome => ({ kind: 'failed', problem }),
      )
      setOutcomes((known) => ({ ...known, [task.key]: outcome }))
      if (outcome.kind === 'failed') break
    }
    setRunning(false)
  }
  useOnce(work)
  const isDone = tasks.every(({ key }) => outcomes[key]?.kind === 'done')
  const failed = Object.values(outcomes).find((outcome) => outcome.kind === 'failed')
  return (
    <Stack gap="sm" aria-live="polite">
      <EntryList label={words.title}>
        {tasks.map(({ key, text }) => (
          <Entry
            key={key}
            title={text}
            badges={<OutcomeBadge outcome={outcomes[key]} isRunning={isRunning} />}
          />
        ))}
      </EntryList>
      {failed?.kind === 'failed' && <ProblemNotice error={failed.problem} />}
      {link && (
        <Stack gap="xs">
          <Text size="sm">{words.handOver}</Text>
          <CopyField value={link} label={texts.links.link} />
          <QrCode text={link} title={texts.links.qr} />
        </Stack>
      )}
      <Group gap="xs">
        {failed && !isRunning && <Button onClick={() => void work()}>{kitTexts.problem.again}</Button>}
        <Button variant={isDone ? 'filled' : 'default'} onClick={close} disabled={isRunning}>
          {kitTexts.close}
        </Button>
      </Group>
    </Stack>
  )
}

function OutcomeBadge({
  outcome,
  isRunning,
}: {
  readonly outcome: Outcome | undefined
  readonly isRunning: boolean
}) {
  if (outcome?.kind === 'done') return <StateBadge tone="good">{words.done}</StateBadge>
  if (outcome?.kind === 'failed' && !isRunning) return <StateBadge tone="warn">{words.failed}</StateBadge>
  return <StateBadge>{words.waiting}</StateBadge>
}

function useTasks(account: Human, plan: LostFactorPlan, show: (link: string) => void): readonly Task[] {
  const { userId, orgId, human } = account
  const rest = useRestChange()
  const registration = useRegistrationLink(account)
  const removals = plan.lost.flatMap((factor): Task[] => {
    const call = removalOf(userId, factor)
    if (!call) return []
    const text = words.removing(factorTitle(factor))
    // Recovery codes go with the last factor for which they stand in.
    const run = () => rest.mutateAsync({ ...call, orgId }).catch(unlessGone)
    return [{ key: keyOf(factor), text, run }]
  })
  const end: Task = {
    key: 'access',
    text: words.ending,
    run: () => rest.mutateAsync({ method: 'DELETE', path: accessPath(userId), orgId }),
  }
  const links: Readonly<Record<LostFactorPlan['link'], readonly Task[]>> = {
    mail: [{ key: 'link', text: words.mailing(human.email?.email ?? ''), run: () => registration.send() }],
    show: [{ key: 'link', text: words.making, run: () => registration.make().then(show) }],
    none: [],
  }
  return [...removals, ...(plan.endAccess ? [end] : []), ...links[plan.link]]
}

function unlessGone(error: unknown): void {
  if (problemOf(error).kind !== 'not_found') throw error
}

/** Runs an act once, also where React mounts twice. */
function useOnce(act: () => Promise<void>): void {
  const hasRun = useRef(false)
  useEffect(() => {
    if (hasRun.current) return
    hasRun.current = true
    void act()
  })
}
