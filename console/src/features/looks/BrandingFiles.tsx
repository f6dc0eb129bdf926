import { Button, FileButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { type Branding, type FileName, files } from './branding.ts'
import { texts } from './texts.ts'
import type { OpenBranding } from './useBranding.ts'

const words = texts.branding

/** The pictures and the font of the prepared branding. */
export function BrandingFiles({
  branding,
  prepared,
}: {
  readonly branding: OpenBranding
  readonly prepared: Branding
}) {
  return (
    <Section title={words.files} intro={words.filesIntro}>
      {branding.canWrite && !branding.isOwn && <Text>{words.filesNeedOwn}</Text>}
      <EntryList label={words.files}>
        {(Object.keys(files) as FileName[]).map((name) => (
          <FileEntry key={name} name={name} branding={branding} url={prepared[files[name].url] ?? ''} />
        ))}
      </EntryList>
    </Section>
  )
}

function FileEntry({
  name,
  branding,
  url,
}: {
  readonly name: FileName
  readonly branding: OpenBranding
  readonly url: string
}) {
  const [isRunning, setRunning] = useState(false)
  const title = words.fileNames[name]
  const run = async (act: () => Promise<unknown>, done: string) => {
    setRunning(true)
    try {
      await act()
      notifyDone(done)
    } catch (problem) {
      notifyProblem(problem)
    } finally {
      setRunning(false)
    }
  }
  return (
    <Entry
      title={title}
      details={[url === '' ? words.none : name === 'font' ? words.present : null]}
      actions={
        branding.canWrite &&
        branding.isOwn && (
          <>
            <FileButton
              accept={files[name].accept}
              inputProps={{ 'aria-label': words.chooseFor(title) }}
              onChange={(file) => file && void run(() => branding.upload(name, file), words.uploaded(title))}
            >
              {(props) => (
                <Button
                  {...props}
                  size="xs"
                  variant="default"
                  loading={isRunning}
                  aria-label={words.chooseFor(title)}
                >
                  {words.choose}
                </Button>
              )}
            </FileButton>
            {url !== '' && (
              <Button
                size="xs"
                variant="subtle"
                color="red"
                aria-label={words.removeFor(title)}
                onClick={() => void run(() => branding.removeFile(name), words.removed(title))}
              >
                {words.remove}
              </Button>
            )}
          </>
        )
      }
    >
      {url !== '' && name !== 'font' && (
        <Group className={`branding-picture ${name.endsWith('Dark') ? 'on-dark' : 'on-light'}`}>
          <img src={new URL(url, location.origin).pathname} alt={title} />
        </Group>
      )}
    </Entry>
  )
}
