import { useRights } from '../../kit/useRights.ts'
import { AddMachine } from './AddMachine.tsx'
import { AddPerson } from './AddPerson.tsx'
import { useAdding } from './useAdding.ts'

/** The dialog that the address names. */
export function AddDialogs() {
  const { adding, close } = useAdding()
  const { can } = useRights()
  if (adding === undefined || !can('user.write')) return null
  return adding === 'person' ? <AddPerson close={close} /> : <AddMachine close={close} />
}
