import { Worker } from 'node:worker_threads'
import type { Answer, Question } from './slowCryptWorker.ts'

interface Waiting {
  resolve(fits: boolean): void
  reject(error: unknown): void
}

const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let lastId = 0

/** Verifies a hash of `parseSlowCrypt` in the one worker thread, which starts with the first use. */
export function verifyOffThread(encoded: string, password: string): Promise<boolean> {
  worker ??= startWorker()
  const question: Question = { id: ++lastId, encoded, password }
  const answer = new Promise<boolean>((resolve, reject) => waiting.set(question.id, { resolve, reject }))
  worker.postMessage(question)
  return answer
}

function startWorker(): Worker {
  const started = new Worker(new URL('./slowCryptWorker.ts', import.meta.url))
  started.unref()
  started.on('message', ({ id, fits }: Answer) => {
    waiting.get(id)?.resolve(fits)
    waiting.delete(id)
  })
  started.on('error', (error) => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  })
  return started
}
