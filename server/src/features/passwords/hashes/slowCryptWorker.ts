import { parentPort } from 'node:worker_threads'
import { verifySlowCrypt } from './slowCrypt.ts'

/** A check for the worker; the `Result` has the same id. */
export interface Check {
  readonly id: number
  readonly encoded: string
  readonly password: string
}

/** The worker's result for the request with this id. */
export interface Result {
  readonly id: number
  readonly fits: boolean
}

parentPort?.on('message', ({ id, encoded, password }: Check) => {
  const result: Result = { id, fits: verifySlowCrypt(encoded, password) }
  parentPort?.postMessage(result)
})
