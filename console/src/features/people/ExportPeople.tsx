import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { callRest } from '../../api/rest.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import type { ListState } from '../../kit/listState.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { saveFile } from '../../kit/saveFile.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useAct } from '../../kit/useAct.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { writeCsv } from './csv.ts'
import { type Directory, directoryPath, type Listed } from './directory.ts'
import { texts } from './texts.ts'

/** The most rows that a page of the directory may have. */
const limit = 1000

/** Saves everybody whom the list holds by its search and filters as CSV. */
export function ExportPeople({
  list,
  total,
  more,
  close,
}: {
  readonly list: ListState
  readonly total: number
  /** Whether more than `total` match. */
  readonly more: boolean
  close(): void
}) {
  const session = useSession()
  const context = useContextOrganization()
  const stop = useRef(new AbortController())
  const [read, setRead] = useState(0)
  const { isRunning, problem, run } = useAct(async () => {
    const { signal } = stop.current
    // By the date of creation a page does not move while others are added.
    const shown = { query: list.query, filter: list.filter, sort: 'created', descending: false }
    const users: Listed[] = []
    for (let page: Directory | undefined; page === undefined || page.users.length === limit; ) {
      const path = directoryPath(shown, context, { offset: users.length, limit })
      page = await callRest<Directory>(session, { path, signal })
      users.push(...page.users)
      setRead(users.length)
    }
    saveFile(texts.export.file, writeCsv(users.map(exported)), 'text/csv;charset=utf-8')
  })
  const cancel = () => {
    stop.current.abort()
    close()
  }
  return (
    <Modal opened onClose={cancel} title={texts.export.title}>
      <Stack gap="sm">
        <Text>{texts.export.text(total, more)}</Text>
        {isRunning && (
          <Progress value={Math.min(100, (100 * read) / total)} aria-label={texts.export.progress} />
        )}
        {problem !== undefined && !stop.current.signal.aborted && <ProblemNotice error={problem} />}
        <Group>
          <Button
            data-autofocus
            loading={isRunning}
            onClick={async () => {
              if (await run()) close()
            }}
          >
            {texts.export.save}
          </Button>
          <Button variant="default" onClick={cancel}>
            {kitTexts.cancel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** The columns have the names that an import knows. */
function exported({ kind, state, orgId, orgName, factors, ...user }: Listed) {
  return {
    userId: user.userId,
    kind,
    state,
    givenName: user.givenName,
    familyName: user.familyName,
    displayName: user.displayName,
    username: user.username,
    loginName: user.loginName,
    email: user.email,
    emailVerified: kind === 'person' ? String(user.emailVerified) : '',
    phone: user.phone,
    factors: factors ?? '',
    organizationId: orgId,
    organization: orgName,
    created: user.createdAt,
    changed: user.changedAt,
  }
}
