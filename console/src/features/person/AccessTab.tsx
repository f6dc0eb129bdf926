import { Button, Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { EntryList } from '../../kit/EntryList.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { labelled } from '../../language/language.ts'
import { type Access, accessPath, type Ended } from './access.ts'
import type { Account } from './account.ts'
import { GrantEntry } from './GrantEntry.tsx'
import { SessionEntry } from './SessionEntry.tsx'
import { texts } from './texts.ts'

/** The most that the server lists of each. */
const shown = 200
const { access: words } = texts

/** The sessions and tokens of an account, and their end. */
export function AccessTab({ account: { userId, orgId, name } }: { readonly account: Account }) {
  const { can } = useRights()
  const [isAsking, setAsking] = useState(false)
  const rest = useRestChange<Ended>()
  const read = useRead<Access>(accessPath(userId), { orgId })
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={160} aria-label={kitTexts.loading} />
  const { sessions, grants } = read.data
  const canEnd = can('session.delete', { orgId })
  const end = (path: string, done: string) => async () => {
    await rest.mutateAsync({ method: 'DELETE', path: `${accessPath(userId)}${path}`, orgId })
    notifyDone(done)
  }
  const endAll = async () => {
    const ended = await rest.mutateAsync({ method: 'DELETE', path: accessPath(userId), orgId })
    notifyDone(words.allEnded(ended.sessions, ended.grants))
  }
  return (
    <>
      <Section
        title={words.sessions}
        intro={words.sessionsIntro}
        actions={
          canEnd &&
          sessions.length + grants.length > 0 && (
            <Button color="red" variant="outline" onClick={() => setAsking(true)}>
              {words.endAll}
            </Button>
          )
        }
      >
        {sessions.length === 0 && <Text c="dimmed">{words.noSessions}</Text>}
        <EntryList label={words.sessions}>
          {sessions.map((session) => (
            <SessionEntry
              key={session.sessionId}
              session={session}
              {...(canEnd && { end: end(`/sessions/${session.sessionId}`, words.sessionEnded) })}
            />
          ))}
        </EntryList>
        {sessions.length === shown && <Text c="dimmed">{words.newest(shown)}</Text>}
      </Section>
      <Section title={words.grants} intro={words.grantsIntro}>
        {grants.length === 0 && <Text c="dimmed">{words.noGrants}</Text>}
        <EntryList label={words.grants}>
          {grants.map((grant) => (
            <GrantEntry
              key={grant.grantId}
              grant={grant}
              {...(canEnd && { end: end(`/grants/${grant.grantId}`, words.grantEnded) })}
            />
          ))}
        </EntryList>
        {grants.length === shown && <Text c="dimmed">{words.newest(shown)}</Text>}
      </Section>
      {isAsking && (
        <Confirm
          title={labelled(words.endAll, name)}
          text={words.endAllText}
          submitText={words.endAll}
          danger
          act={endAll}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}
