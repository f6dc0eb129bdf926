import { Section } from '../../kit/Section.tsx'
import { Timeline } from '../../kit/Timeline.tsx'
import { useSeesTrail } from '../../kit/trailRights.ts'
import type { Account } from './account.ts'
import { ChangeList } from './ChangeList.tsx'
import { texts } from './texts.ts'

/** Who changed an account, when, and how; without details for callers who may read people only. */
export function ChangesTab({ account: { userId, orgId } }: { readonly account: Account }) {
  const seesTrail = useSeesTrail(orgId)
  return (
    <Section title={texts.tabs.changes}>
      {seesTrail ? (
        <Timeline streamType="user" streamId={userId} orgId={orgId} />
      ) : (
        <ChangeList userId={userId} orgId={orgId} />
      )}
    </Section>
  )
}
