import { parentPort } from 'node:worker_threads'
import { verifySlowCrypt } from './slowCrypt.ts'

/** A question to the worker and, under the same number, its answer. */
export interface Question {
  readonly id: number
  readonly encoded: string
  readonly password: string
}

export interface Answer {
  readonly id: number
  readonly fits: boolean
}

parentPort?.on('message', ({ id, encoded, password }: Question) => {
  const answer: Answer = { id, fits: verifySlowCrypt(encoded, password) }
  parentPort?.postMessage(answer)
})
