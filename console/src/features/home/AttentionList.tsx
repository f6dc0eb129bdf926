import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { LinkButton } from '../../kit/LinkButton.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { Section } from '../../kit/Section.tsx'
import { When } from '../../kit/When.tsx'
import { labelled } from '../../language/language.ts'
import type { Attention, AttentionPerson, Capped } from './overview.ts'
import { texts } from './texts.ts'

const { attention: words } = texts

/** What somebody should look at, with links to it. */
export function AttentionList({ attention }: { readonly attention: Attention }) {
  const { locked, withoutFactorUnderForcedMfa, expiring, failingJobs = [] } = attention
  const isQuiet = [locked.total, withoutFactorUnderForcedMfa.total, expiring.total, failingJobs.length].every(
    (count) => count === 0,
  )
  return (
    <Section
      title={words.title}
      actions={
        <LinkButton to="/expiring" size="xs" variant="default">
          {words.allExpiring}
        </LinkButton>
      }
    >
      {isQuiet && <Text>{words.nothing}</Text>}
      <People title={words.locked} list={locked} />
      <People title={words.withoutFactorUnderForcedMfa} list={withoutFactorUnderForcedMfa} />
      <Part title={words.expiring} list={expiring}>
        {expiring.rows.map(({ id, kind, ownerId, ownerName, expiresAt }) => (
          <Entry
            key={id}
            title={
              kind === 'application_key' ? (
                <bdi>{ownerName}</bdi>
              ) : (
                <RowLink to={`/people/${ownerId}`}>{ownerName}</RowLink>
              )
            }
            details={[
              words.kinds[kind],
              id,
              <span key="expires">
                {words.expires} <When at={expiresAt} />
              </span>,
            ]}
          />
        ))}
      </Part>
      <Part title={words.failingJobs} list={{ total: failingJobs.length, capped: false, rows: failingJobs }}>
        {failingJobs.map(({ task, jobs, lastError, nextAttemptAt }) => (
          <Entry
            key={task}
            title={task}
            details={[
              words.jobs(jobs),
              lastError,
              <span key="again">
                {words.again} <When at={nextAttemptAt} />
              </span>,
            ]}
          />
        ))}
      </Part>
    </Section>
  )
}

function People({ title, list }: { readonly title: string; readonly list: Capped<AttentionPerson> }) {
  return (
    <Part title={title} list={list}>
      {list.rows.map(({ userId, displayName, loginName }) => (
        <Entry
          key={userId}
          title={<RowLink to={`/people/${userId}`}>{displayName || loginName}</RowLink>}
          details={[loginName]}
        />
      ))}
    </Part>
  )
}

function Part({
  title,
  list: { total, capped, rows },
  children,
}: {
  readonly title: string
  readonly list: Capped<unknown>
  readonly children: ReactNode
}) {
  if (total === 0) return null
  const count = words.count(total, capped)
  return (
    <Stack gap={4}>
      <Title order={3} size="h5">
        {labelled(title, count)}
      </Title>
      <EntryList label={title}>{children}</EntryList>
      {(capped || total > rows.length) && (
        <Text size="sm" c="dimmed">
          {words.more(count)}
        </Text>
      )}
    </Stack>
  )
}
