import { Worker } from 'node:worker_threads'
import type { ServedContract } from '../../contract/openapi/document.ts'

/** What the server serves, without texts and examples. */
export type Served = Pick<ServedContract, 'methods' | 'operations'>

/** The OpenAPI documents of the served contract, compressed with gzip. */
export interface Documents {
  /** Returns the document of a group, or with '' of all groups; undefined for unknown groups. */
  find(group: string): Promise<Uint8Array | undefined>
}

/** Makes the documents with the first request for one, in a thread of their own, and keeps them. */
export function openDocuments(served: () => Served): Documents {
  let made: Promise<ReadonlyMap<string, Uint8Array>> | undefined
  return {
    async find(group) {
      made ??= make(served()).catch((error: unknown) => {
        made = undefined
        throw error
      })
      return (await made).get(group)
    },
  }
}

function make(served: Served): Promise<ReadonlyMap<string, Uint8Array>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./documentsWorker.ts', import.meta.url), { workerData: served })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the worker of API documents ended with ${code}`)))
    worker.unref()
  })
}
