import { Worker } from 'node:worker_threads'
import type { CryptCheck } from './cryptWorker.ts'

const idle: Worker[] = []

/** Compares in a worker thread of its own; there are as many as comparisons have run at once. */
export function verifyOffThread(check: CryptCheck): Promise<boolean> {
  const worker = idle.pop() ?? startWorker()
  return new Promise((resolve, reject) => {
    const end = () => worker.off('message', succeed).off('error', fail)
    const succeed = (fits: boolean) => {
      end()
      idle.push(worker)
      resolve(fits)
    }
    const fail = (error: unknown) => {
      end()
      reject(error)
    }
    worker.on('message', succeed).on('error', fail)
    worker.postMessage(check)
  })
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./cryptWorker.ts', import.meta.url))
  worker.unref()
  return worker
}
