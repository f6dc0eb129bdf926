import { Alert, Button, Code, FileButton, Group, List, Text } from '@mantine/core'
import IconUpload from '@tabler/icons-react/icons/IconUpload'
import { useState } from 'react'
import { Needed } from '../../../kit/Needed.tsx'
import { PageHeader } from '../../../kit/PageHeader.tsx'
import { usePasswordRules } from '../../../kit/passwordRules.ts'
import { Section } from '../../../kit/Section.tsx'
import { saveFile } from '../../../kit/saveFile.ts'
import { useDirtyGuard } from '../../../kit/useDirtyGuard.ts'
import { readCsv, writeCsv } from '../csv.ts'
import { texts } from '../texts.ts'
import { useNewUserPlace } from '../useNewUserPlace.tsx'
import { fields } from './columns.ts'
import { ImportRows } from './ImportRows.tsx'
import { readRows } from './readRows.ts'
import { useImport } from './useImport.ts'

const words = texts.import

/** Creates many people from a CSV file, after a look at every row of it. */
export function ImportPage() {
  return (
    <Needed right="user.write">
      <PageHeader title={words.title} crumbs={[{ text: texts.title, to: '/people' }]} intro={words.intro} />
      <Importing />
    </Needed>
  )
}

/** A file that was chosen. */
interface Chosen {
  readonly name: string
  readonly text: string
}

/** Larger files are no lists of people. */
const mostBytes = 20_000_000

function Importing() {
  const place = useNewUserPlace()
  const rules = usePasswordRules(place.orgId)
  const [chosen, setChosen] = useState<Chosen>()
  const [isTooLarge, setTooLarge] = useState(false)
  const importing = useImport()
  useDirtyGuard(importing.state === 'running')
  const choose = async (file: File | null) => {
    if (file === null) return
    importing.reset()
    setTooLarge(file.size > mostBytes)
    setChosen(file.size > mostBytes ? undefined : { name: file.name, text: await file.text() })
  }
  const file = chosen && readRows(readCsv(chosen.text), rules)
  return (
    <>
      <Section title={words.fileTitle} intro={words.fileIntro}>
        {place.field}
        <Group gap="xs">
          <FileButton
            accept=".csv,text/csv,text/plain"
            onChange={(picked) => void choose(picked)}
            disabled={importing.state === 'running'}
            inputProps={{ 'aria-label': words.choose }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
                {words.choose}
              </Button>
            )}
          </FileButton>
          <Button variant="subtle" onClick={saveTemplate}>
            {words.template}
          </Button>
        </Group>
        {chosen && (
          <Text size="sm">
            <bdi>{chosen.name}</bdi> – {words.rows(file?.rows.length ?? 0)}
          </Text>
        )}
        {isTooLarge && <Alert color="red">{words.tooLarge}</Alert>}
        {file && file.columns.missing.length > 0 && (
          <Alert color="red" role="alert" title={words.missingTitle}>
            <Text size="sm" c="var(--ink)">
              {words.missing(file.columns.missing)}
            </Text>
          </Alert>
        )}
        {!chosen && <KnownColumns />}
        {file && file.columns.ignored.length > 0 && (
          <Text size="sm" c="dimmed">
            {words.ignored(file.columns.ignored)}
          </Text>
        )}
      </Section>
      {file && file.columns.missing.length === 0 && (
        <ImportRows key={chosen.text} rows={file.rows} place={place} importing={importing} />
      )}
    </>
  )
}

function KnownColumns() {
  return (
    <>
      <Text size="sm">{words.columns}</Text>
      <List size="sm" spacing={2} listStyleType="none">
        {(Object.keys(fields) as (keyof typeof fields)[]).map((field) => (
          <List.Item key={field}>
            <Code>{field}</Code> {words.fields[field]}
          </List.Item>
        ))}
      </List>
    </>
  )
}

function saveTemplate() {
  const { email, givenName, familyName, username, language, phone } = words.example
  saveFile('people.csv', writeCsv([{ email, givenName, familyName, username, language, phone }]), 'text/csv')
}
