import { useState } from 'react'
import { giveReason } from '../api/reason.ts'

/** Why somebody is about to do something, as far as it is typed. */
export interface Reason {
  readonly text: string
  set(text: string): void
  /** Runs an act whose changes the log keeps with this reason. */
  give<Result>(act: () => Promise<Result>): Promise<Result>
}

/** The reason that a dialog asks for. */
export function useReason(): Reason {
  const [text, set] = useState('')
  return { text, set, give: (act) => giveReason(text, act) }
}
