import { Section } from '../../kit/Section.tsx'
import { Timeline } from '../../kit/Timeline.tsx'
import { useRights } from '../../kit/useRights.ts'
import type { Account } from './account.ts'
import { ChangeList } from './ChangeList.tsx'
import { texts } from './texts.ts'

/** The rights that together let one read the events of an organization (`GET /sallyport/v1/events`). */
const trailRights = [
  'org.read',
  'org.member.read',
  'org.idp.read',
  'user.read',
  'user.membership.read',
  'policy.read',
  'project.read',
  'project.app.read',
]

/** Who changed an account, when, and how; without details for callers who may read people only. */
export function ChangesTab({ account: { userId, orgId } }: { readonly account: Account }) {
  const { can } = useRights()
  const seesTrail = can('events.read', { orgId: '' }) || trailRights.every((right) => can(right, { orgId }))
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
