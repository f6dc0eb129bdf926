import { Worker } from 'node:worker_threads'
import type { Check, Result } from './slowCryptWorker.ts'

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
  const check: Check = { id: ++lastId, encoded, password }
  const result = new Promise<boolean>((resolve, reject) => waiting.set(check.id, { resolve, reject }))
  worker.postMessage(check)
  return result
}

function startWorker(): Worker {
  const started = new Worker(new URL('./slowCryptWorker.ts', import.meta.url))
  started.unref()
  started.on('message', ({ id, fits }: Result) => {
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
