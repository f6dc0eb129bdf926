import { type ReactNode, useState } from 'react'
import { Confirm } from './Confirm.tsx'
import { TypedName } from './TypedName.tsx'

/** Asks for the name of a thing before it is destroyed, and says what goes with it. */
export function ConfirmByName({
  name,
  ...asked
}: {
  readonly title: string
  /** The name that must be typed. */
  readonly name: string
  /** What is lost. */
  readonly text: ReactNode
  readonly submitText: string
  act(): Promise<unknown>
  close(): void
}) {
  const [typed, setTyped] = useState('')
  return (
    <Confirm {...asked} danger ready={typed.trim() === name.trim()}>
      <TypedName name={name} value={typed} onChange={setTyped} />
    </Confirm>
  )
}
