import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { refusalIn } from '../../api/rest.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { saveFile } from '../../kit/saveFile.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { texts } from './texts.ts'

/** Saves all events of the filters as a file. */
export function ExportMenu({ parameters }: { readonly parameters: string }) {
  const { send } = useSession()
  const orgId = useContextOrganization()
  const [isRunning, setRunning] = useState(false)
  const save = async (format: 'csv' | 'jsonl') => {
    setRunning(true)
    try {
      const query = new URLSearchParams([...new URLSearchParams(parameters), ['format', format]])
      const reply = await send(`/sallyport/v1/events/export?${query}`, {
        headers: orgId ? { 'x-zitadel-orgid': orgId } : {},
      })
      if (!reply.ok) throw await refusalIn(reply)
      saveFile(`events.${format}`, await reply.blob(), reply.headers.get('content-type') ?? 'text/plain')
      notifyDone(texts.exported)
    } catch (error) {
      notifyProblem(error)
    } finally {
      setRunning(false)
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" loading={isRunning}>
          {texts.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('csv')}>{texts.csv}</Menu.Item>
        <Menu.Item onClick={() => void save('jsonl')}>{texts.jsonl}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
