import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { JsonValue } from '@bufbuild/protobuf'
import { exampleText } from './exampleText.ts'

/**
 * Refreshes the examples of the API reference: runs the tests (all, or the given files), records the calls that succeed, and
 * writes one example a method. Examples of methods that this run did not call stay.
 */
const file = 'server/src/web/api-reference/examples.json'
const maxLength = 4000

type Call = { readonly name: string; readonly request: JsonValue; readonly reply: JsonValue }

const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-examples-'))
try {
  const { status } = spawnSync('vitest', ['run', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, SALLYPORT_TEST_EXAMPLES: folder },
  })
  const examples: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
  for (const [name, { request, reply }] of bestCalls()) examples[name] = { request, reply }
  const sorted = Object.fromEntries(Object.entries(examples).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`)
  process.stdout.write(`${Object.keys(sorted).length} examples in ${file}\n`)
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, { recursive: true })
}

/** Of the recorded calls of a method, the longest below the limit shows the most fields; of equals the first in order of text. */
function bestCalls(): ReadonlyMap<string, Call> {
  const best = new Map<string, { readonly text: string; readonly call: Call }>()
  for (const name of readdirSync(folder)) {
    for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n')) {
      if (line === '') continue
      const raw = JSON.parse(line) as Call
      const { request, reply } = exampleText({ request: raw.request, reply: raw.reply }) as unknown as Call
      const call = { name: raw.name, request, reply }
      const text = JSON.stringify(call)
      const before = best.get(raw.name)
      const isBetter =
        before === undefined ||
        (text.length <= maxLength && (before.text.length > maxLength || text.length > before.text.length)) ||
        (text.length === before.text.length && text < before.text)
      if (isBetter) best.set(raw.name, { text, call })
    }
  }
  return new Map([...best].map(([name, { call }]) => [name, call]))
}
