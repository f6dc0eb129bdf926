import { Section } from '../../kit/Section.tsx'
import { Timeline } from '../../kit/Timeline.tsx'
import type { Account } from './account.ts'
import { texts } from './texts.ts'

/** Who changed an account, when, and how. */
export function ChangesTab({ account: { userId, orgId } }: { readonly account: Account }) {
  return (
    <Section title={texts.tabs.changes}>
      <Timeline streamType="user" streamId={userId} orgId={orgId} />
    </Section>
  )
}
