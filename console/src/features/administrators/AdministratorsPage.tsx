import { Members } from '../../kit/Members.tsx'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { Section } from '../../kit/Section.tsx'
import { texts } from './texts.ts'

/** The administrators of the instance. */
export function AdministratorsPage() {
  return (
    <Needed right="iam.member.read" at={{ orgId: '' }}>
      <PageHeader title={texts.title} intro={texts.intro} />
      <Section title={texts.section}>
        <Members level="instance" />
      </Section>
    </Needed>
  )
}
