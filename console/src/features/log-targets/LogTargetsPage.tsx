import { Button, Group, Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { CallError } from '../../api/problem.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { EntryList } from '../../kit/EntryList.tsx'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { EditTarget } from './EditTarget.tsx'
import { TargetEntry } from './TargetEntry.tsx'
import { type LogTarget, targetsPath } from './target.ts'
import { texts } from './texts.ts'

/** Where the events of the log are delivered, and how that goes. */
export function LogTargetsPage() {
  if (useContextOrganization() !== undefined)
    throw new CallError({ message: texts.onlyInstance, kind: 'not_found' })
  const instance = { orgId: '' }
  return (
    <Needed right="iam.read" at={instance}>
      <Needed right="events.read" at={instance}>
        <PageHeader
          title={texts.title}
          intro={texts.intro}
          crumbs={[{ text: texts.settings, to: '/settings' }]}
        />
        <Targets />
      </Needed>
    </Needed>
  )
}

function Targets() {
  const { can } = useRights()
  const read = useRead<{ readonly targets: readonly LogTarget[] }>(targetsPath, {
    orgId: '',
    refetchInterval: 5000,
  })
  const [isAdding, setAdding] = useState(false)
  const canWrite = can('iam.write', { orgId: '' })
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={160} aria-label={kitTexts.loading} />
  const { targets } = read.data
  return (
    <Section title={texts.sectionTitle} intro={texts.sectionIntro}>
      {targets.length === 0 && <Text>{texts.empty}</Text>}
      {targets.length > 0 && (
        <EntryList label={texts.sectionTitle}>
          {targets.map((target) => (
            <TargetEntry key={target.id} target={target} canWrite={canWrite} />
          ))}
        </EntryList>
      )}
      {canWrite && (
        <Group>
          <Button variant="default" onClick={() => setAdding(true)}>
            {texts.add}
          </Button>
        </Group>
      )}
      {isAdding && <EditTarget close={() => setAdding(false)} />}
    </Section>
  )
}
