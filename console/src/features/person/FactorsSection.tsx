import { Button, Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { ConfirmEffects } from '../../kit/ConfirmEffects.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import type { DryRunReply } from '../../kit/effects.ts'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { labelled } from '../../language/language.ts'
import { AddFactor } from './AddFactor.tsx'
import type { Human } from './account.ts'
import { type Explanation, explainPath } from './explanation.ts'
import { type Factor, type Factors, factorsPath, keyOf, removalOf, tryRemoval } from './factors.ts'
import { factorTitle, texts } from './texts.ts'

const { factors: words } = texts

/** The second factors and passkeys of a person, and the codes that the administrator may add. */
export function FactorsSection({ account }: { readonly account: Human }) {
  const { userId, orgId } = account
  const { can } = useRights()
  const at = { orgId }
  const read = useRead<Factors>(factorsPath(userId), at)
  const explained = useRead<Explanation>(explainPath(userId), at)
  const canWrite = can('user.write', at)
  const factors = read.data?.factors
  const judged = explained.data?.factors ?? []
  const unfinished = judged.filter(({ why }) => why === 'not_ready')
  const whyNot = (factor: Factor) => judged.find((one) => keyOf(one) === keyOf(factor))?.why ?? ''
  return (
    <Section
      title={words.title}
      intro={words.intro}
      actions={
        can('user.credential.write', at) && factors && <AddFactor account={account} factors={factors} />
      }
    >
      {read.error && <ProblemNotice error={read.error} />}
      {factors === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {factors?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {factors?.map((factor) => (
          <FactorEntry
            key={keyOf(factor)}
            account={account}
            factor={factor}
            whyNot={whyNot(factor)}
            canWrite={canWrite}
          />
        ))}
        {unfinished.map((factor) => (
          <Entry
            key={keyOf(factor)}
            title={<bdi>{factorTitle(factor)}</bdi>}
            badges={<StateBadge tone="warn">{texts.whyNot['not_ready'] ?? ''}</StateBadge>}
          />
        ))}
      </EntryList>
    </Section>
  )
}

function FactorEntry({
  account: { userId, orgId, name },
  factor,
  whyNot,
  canWrite,
}: {
  readonly account: Human
  readonly factor: Factor
  readonly whyNot: string
  readonly canWrite: boolean
}) {
  const rest = useRestChange<DryRunReply>()
  const [isAsking, setAsking] = useState(false)
  const title = factorTitle(factor)
  const removal = removalOf(userId, factor)
  return (
    <Entry
      title={<bdi>{title}</bdi>}
      badges={whyNot && <StateBadge tone="warn">{texts.whyNot[whyNot] ?? whyNot}</StateBadge>}
      details={[
        <>
          {words.added} <When at={factor.addedAt} />
        </>,
        <>
          {words.lastUsed} <When at={factor.lastUsedAt} />
        </>,
      ]}
      actions={
        canWrite &&
        removal && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={labelled(kitTexts.remove, title)}
            onClick={() => setAsking(true)}
          >
            {kitTexts.remove}
          </Button>
        )
      }
    >
      {isAsking && removal && (
        <ConfirmEffects
          title={labelled(words.removeFrom(name), title)}
          text={words.removeText}
          submitText={kitTexts.remove}
          dryRun={() => tryRemoval((call) => rest.mutateAsync({ ...call, orgId }), removal)}
          act={async () => {
            await rest.mutateAsync({ ...removal, orgId })
            notifyDone(words.removed(title))
          }}
          close={() => setAsking(false)}
        />
      )}
    </Entry>
  )
}
