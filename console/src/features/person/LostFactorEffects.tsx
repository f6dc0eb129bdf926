import { List, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { callRest } from '../../api/rest.ts'
import { useRead } from '../../api/useRead.ts'
import { EffectsView } from '../../kit/EffectsView.tsx'
import type { DryRunReply, Effects } from '../../kit/effects.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import type { Human } from './account.ts'
import { type Explanation, explainPath } from './explanation.ts'
import { type Factor, isOwn, keyOf, removalOf, tryRemoval } from './factors.ts'
import { factorTitle, texts } from './texts.ts'

const { lost: words } = texts

/** What the removal of the chosen factors will do: a dry run of each, and what the person has left. */
export function LostFactorEffects({
  account,
  factors,
  lost,
}: {
  readonly account: Human
  readonly factors: readonly Factor[]
  readonly lost: readonly Factor[]
}) {
  const { userId, orgId } = account
  const session = useSession()
  const left = factors.filter((factor) => !lost.includes(factor))
  const explained = useRead<Explanation>(explainPath(userId), { orgId })
  const whyNot = (factor: Factor) =>
    explained.data?.factors.find((one) => keyOf(one) === keyOf(factor))?.why ?? ''
  const measured = useQuery({
    queryKey: ['dry run', userId, lost.map(keyOf)],
    queryFn: async () => {
      const found: [Factor, Effects][] = []
      for (const factor of lost) {
        const call = removalOf(userId, factor)
        if (!call) continue
        found.push([
          factor,
          await tryRemoval((dry) => callRest<DryRunReply>(session, { orgId, ...dry }), call),
        ])
      }
      return found
    },
  })
  return (
    <Stack gap="xs" className="card" p="sm" aria-live="polite">
      <Text fw={600}>{kitTexts.confirm.effects}</Text>
      {measured.error && <ProblemNotice error={measured.error} />}
      {measured.data === undefined && !measured.error && (
        <Skeleton height={40} aria-label={kitTexts.confirm.checking} />
      )}
      {measured.data?.map(([factor, effects]) => (
        <div key={keyOf(factor)}>
          <Text size="sm">
            <bdi>{factorTitle(factor)}</bdi>
          </Text>
          <EffectsView effects={{ ...effects, people: [] }} />
        </div>
      ))}
      <Text size="sm">{left.length === 0 ? words.nothingLeft : words.left}</Text>
      {left.length > 0 && (
        <List size="sm">
          {left.map((factor) => (
            <List.Item key={keyOf(factor)}>
              <bdi>{factorTitle(factor)}</bdi>
              {whyNot(factor) && ` (${texts.whyNot[whyNot(factor)] ?? whyNot(factor)})`}
            </List.Item>
          ))}
        </List>
      )}
      {!left.some((factor) => isOwn(factor) && whyNot(factor) === '') && demandsTwo(explained.data) && (
        <Text size="sm">{words.mustSetUp}</Text>
      )}
    </Stack>
  )
}

function demandsTwo(explanation: Explanation | undefined): boolean {
  return (
    explanation?.policy.rules.some(
      ({ rule, value }) => /^forceMfa(LocalOnly)?$/.test(rule) && value === 'true',
    ) ?? false
  )
}
