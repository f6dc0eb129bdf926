import { Button, Checkbox, Group, Progress, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { bulkTexts } from '../../../kit/bulkTexts.ts'
import { Section } from '../../../kit/Section.tsx'
import { saveFile } from '../../../kit/saveFile.ts'
import { kitTexts } from '../../../kit/texts.ts'
import { writeCsv } from '../csv.ts'
import { texts } from '../texts.ts'
import type { useNewUserPlace } from '../useNewUserPlace.tsx'
import { PreviewTable } from './PreviewTable.tsx'
import type { Row } from './readRows.ts'
import { useExisting } from './useExisting.ts'
import type { Import } from './useImport.ts'

const words = texts.import

/** The rows of a file, what becomes of them, and the start of the import. */
export function ImportRows({
  rows,
  place,
  importing,
}: {
  readonly rows: readonly Row[]
  readonly place: ReturnType<typeof useNewUserPlace>
  readonly importing: Import
}) {
  const [access, setAccess] = useState<'invite' | 'later'>('invite')
  const [leavesOut, setLeavesOut] = useState(true)
  const found = useExisting(place.orgId, rows)
  // Once it runs, those who exist are no longer only those who did before.
  const [before, setBefore] = useState<ReadonlySet<string>>()
  const existing = before ?? found
  const { state, results } = importing
  const marked = rows.map((row) =>
    leavesOut && existing?.has(row.person.email.toLowerCase())
      ? { ...row, problems: [...row.problems, words.problems.exists] }
      : row,
  )
  const good = marked.filter(({ problems }) => problems.length === 0)
  const start = () => {
    if (place.check() && place.orgId) {
      setBefore(existing ?? new Set())
      void importing.run(good, { orgId: place.orgId, invites: access === 'invite' })
    }
  }
  return (
    <Section title={state === 'done' ? words.resultTitle : words.previewTitle}>
      {state === 'waiting' && (
        <Stack gap="sm">
          <Text role="status">{words.found(good.length, rows.length - good.length)}</Text>
          <Radio.Group
            label={words.access.title}
            value={access}
            onChange={(chosen) => setAccess(chosen as typeof access)}
          >
            <Stack gap="xs" mt={6}>
              <Radio value="invite" label={words.access.invite} description={words.access.inviteHint} />
              <Radio value="later" label={words.access.later} />
            </Stack>
          </Radio.Group>
          {existing && existing.size > 0 && (
            <Checkbox
              label={words.leaveOut(existing.size)}
              checked={leavesOut}
              onChange={(event) => setLeavesOut(event.currentTarget.checked)}
            />
          )}
          <Group>
            <Button onClick={start} disabled={good.length === 0}>
              {words.start(good.length)}
            </Button>
          </Group>
        </Stack>
      )}
      {state !== 'waiting' && <Outcome rows={marked} importing={importing} />}
      <PreviewTable rows={marked} results={results} />
    </Section>
  )
}

function Outcome({ rows, importing }: { readonly rows: readonly Row[]; readonly importing: Import }) {
  const { state, total, results, stop } = importing
  const created = [...results.values()].filter(({ userId }) => userId !== undefined).length
  const failed = rows.filter(({ line }) => results.get(line)?.userId === undefined)
  if (state === 'running') {
    return (
      <Stack gap="sm">
        <Progress value={(100 * results.size) / total} aria-label={words.progress} />
        <Group>
          <Text role="status">{bulkTexts.running(results.size, total)}</Text>
          <Button size="xs" variant="default" onClick={stop}>
            {kitTexts.cancel}
          </Button>
        </Group>
      </Stack>
    )
  }
  return (
    <Stack gap="sm">
      <Text role="status">{words.done(created, failed.length)}</Text>
      {failed.length > 0 && (
        <Group>
          <Button variant="default" onClick={() => saveFailed(failed, results)}>
            {words.saveFailed}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** The rows as they were, so that the file can be corrected and imported again. */
function saveFailed(failed: readonly Row[], results: Import['results']) {
  const rows = failed.map(({ line, source, problems }) => ({
    ...Object.fromEntries(Object.entries(source).map(([name, value]) => [name, value ?? ''])),
    problem: results.get(line)?.problem ?? problems.join(' '),
  }))
  saveFile('people-failed.csv', writeCsv(rows), 'text/csv')
}
