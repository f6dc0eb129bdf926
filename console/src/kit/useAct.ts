import { useState } from 'react'
import { sendReally } from '../api/firstChange.ts'

/** An act behind a button: it runs once at a time, and its problem is kept for the dialog. */
export interface Act {
  readonly isRunning: boolean
  readonly problem: unknown
  /** Returns true if it succeeded. */
  run(): Promise<boolean>
  forget(): void
}

/** Runs an act, such as the confirmed one of a dialog. */
export function useAct(act: () => Promise<unknown>): Act {
  const [isRunning, setRunning] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  return {
    isRunning,
    problem,
    forget: () => setProblem(undefined),
    async run() {
      setRunning(true)
      setProblem(undefined)
      try {
        await sendReally(act)
        return true
      } catch (error) {
        setProblem(error)
        return false
      } finally {
        setRunning(false)
      }
    },
  }
}
