import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { docComments } from '../../contract/openapi/docComments.ts'
import { openApiDocument, type ServedContract, servedGroups } from '../../contract/openapi/document.ts'
import { publishedTexts } from '../../contract/openapi/publishedTexts.ts'
import { contractFiles } from '../../contract/services.ts'
import type { Served } from './documents.ts'

/** Makes all documents once, away from the thread that serves requests, and ends. Sends them compressed, by name; `''` is the whole. */
const contract: ServedContract = {
  ...(workerData as Served),
  examples: JSON.parse(readFileSync(new URL('examples.json', import.meta.url), 'utf8')),
  comments: docComments(contractFiles),
  published: await publishedTexts(contractFiles),
}
const documents = new Map<string, Uint8Array>()
for (const group of ['', ...servedGroups(contract)]) {
  const document = openApiDocument(contract, group === '' ? undefined : group)
  documents.set(group, gzipSync(JSON.stringify(document)))
}
parentPort?.postMessage(documents)
