import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { labelled } from '../language/language.ts'
import { Confirm } from './Confirm.tsx'
import { ConfirmByName } from './ConfirmByName.tsx'
import { notifyDone, notifyProblem } from './notify.ts'
import { useAct } from './useAct.ts'

/** What the buttons and questions say. */
export interface LifecycleTexts {
  readonly activate: string
  readonly deactivate: string
  readonly deactivateText: string
  readonly remove: string
  readonly removeText: ReactNode
  /** Said after the deletion. */
  readonly removed: string
}

/** The buttons that activate, deactivate and delete a thing; the last two ask before. */
export function LifecycleActions({
  name,
  words,
  isActive,
  canWrite,
  canDelete,
  byName = true,
  activate,
  deactivate,
  remove,
}: {
  readonly name: string
  readonly words: LifecycleTexts
  readonly isActive: boolean
  readonly canWrite: boolean
  readonly canDelete: boolean
  /** Whether the name has to be typed before the deletion. */
  readonly byName?: boolean
  activate(): Promise<unknown>
  deactivate(): Promise<unknown>
  remove(): Promise<unknown>
}) {
  const [asking, setAsking] = useState<'deactivate' | 'remove'>()
  const { isRunning, run } = useAct(() => activate().catch(notifyProblem))
  const close = () => setAsking(undefined)
  const removal = {
    title: labelled(words.remove, name),
    text: words.removeText,
    submitText: words.remove,
    act: async () => {
      await remove()
      notifyDone(words.removed)
    },
    close,
  }
  return (
    <>
      {canWrite && isActive && (
        <Button variant="default" onClick={() => setAsking('deactivate')}>
          {words.deactivate}
        </Button>
      )}
      {canWrite && !isActive && (
        <Button loading={isRunning} onClick={() => void run()}>
          {words.activate}
        </Button>
      )}
      {canDelete && (
        <Button color="red" variant="outline" onClick={() => setAsking('remove')}>
          {words.remove}
        </Button>
      )}
      {asking === 'deactivate' && (
        <Confirm
          title={labelled(words.deactivate, name)}
          text={words.deactivateText}
          submitText={words.deactivate}
          danger
          act={deactivate}
          close={close}
        />
      )}
      {asking === 'remove' &&
        (byName ? <ConfirmByName {...removal} name={name} /> : <Confirm {...removal} danger />)}
    </>
  )
}
