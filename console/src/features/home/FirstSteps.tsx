import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/useRead.ts'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import type { Overview } from './overview.ts'
import { texts } from './texts.ts'

const { steps: words } = texts

/** What a new instance needs, for its administrators, until all of it is done. */
export function FirstSteps({ overview }: { readonly overview: Overview }) {
  const { person } = useSession()
  const mail = useRead('/admin/v1/email', { orgId: '' })
  const methods = useRead<{ readonly authMethodTypes?: readonly string[] }>(
    `/v2/users/${person.userId}/authentication_methods`,
    { orgId: '' },
  )
  const hasNoMail = mail.error !== null && problemOf(mail.error).kind === 'not_found'
  if (methods.data === undefined || (mail.data === undefined && !hasNoMail)) return null
  const steps: readonly (readonly [text: ReactNode, isDone: boolean])[] = [
    [
      <Anchor key="own" href="/ui/account" fw={600}>
        {words.factor}
      </Anchor>,
      hasFactor(methods.data.authMethodTypes),
    ],
    [
      <RowLink key="mail" to="/settings/mail">
        {words.mail}
      </RowLink>,
      !hasNoMail,
    ],
    [
      <RowLink key="people" to="/people">
        {words.people}
      </RowLink>,
      overview.people.people > 1,
    ],
    [
      <RowLink key="organizations" to="/organizations">
        {words.organization}
      </RowLink>,
      (overview.organizations?.total ?? 0) > 1,
    ],
  ]
  if (steps.every(([, isDone]) => isDone)) return null
  return (
    <Section title={words.title} intro={words.intro}>
      <EntryList label={words.title}>
        {steps.map(([text, isDone], at) => (
          <Entry
            // The steps are fixed.
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no ids
            key={at}
            title={text}
            badges={
              <StateBadge tone={isDone ? 'good' : 'quiet'}>{isDone ? words.done : words.open}</StateBadge>
            }
          />
        ))}
      </EntryList>
    </Section>
  )
}

/** A password and login by an identity provider are no second factor. */
function hasFactor(types: readonly string[] = []): boolean {
  return types.some((type) => !/_(PASSWORD|IDP|RECOVERY_CODE)$/.test(type))
}
