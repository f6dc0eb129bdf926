import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { DescMethod } from '@bufbuild/protobuf'
import { methodPermission } from '../server/src/contract/methodPermission.ts'
import { restRoutes } from '../server/src/contract/restRoutes.ts'
import { services } from '../server/src/contract/services.ts'
import type { Deps } from '../server/src/features/manifest.ts'
import { handlerLookup } from '../server/src/product.ts'

/**
 * Prints per service how many RPCs have handlers. Fails when a handler has no auth rule that the contract allows to be
 * missing, or no test names its method; a handler without RPC cannot be written (`implement` refuses it).
 */
const quiet = process.argv.includes('--quiet')
const root = path.resolve(import.meta.dirname, '..')

/** The contract leaves exactly these without an auth option: they are public. */
const publicMethods = new Set([
  'Healthz',
  'GetOIDCInformation',
  'ReportBaseInformation',
  'ReportResourceCounts',
])

const lookup = handlerLookup({} as Deps)
const tests = testSources()
const problems: string[] = []
let built = 0
let all = 0

for (const service of services) {
  const handled = service.methods.filter((method) => lookup(method) !== undefined)
  built += handled.length
  all += service.methods.length
  if (!quiet)
    print(
      `${String(handled.length).padStart(4)} of ${String(service.methods.length).padStart(3)}  ${service.typeName}`,
    )
  for (const method of handled) problems.push(...problemsOf(method))
}
if (!quiet)
  print(
    `${String(built).padStart(4)} of ${all}  RPCs have handlers; ${restRoutes(services).length} REST routes`,
  )
for (const problem of problems) process.stderr.write(`${problem}\n`)
if (problems.length > 0) process.exit(1)

function problemsOf(method: DescMethod): string[] {
  const name = `${method.parent.typeName}/${method.name}`
  return [
    ...(methodPermission(method) || publicMethods.has(method.name)
      ? []
      : [`${name}: has a handler but no auth rule`]),
    ...(isTested(method) ? [] : [`${name}: has a handler but no test names it`]),
  ]
}

/** A test names a method by its client call, its full RPC path, or the local name in a table of calls. */
function isTested(method: DescMethod): boolean {
  return tests.some((text) => text.includes(method.localName) && mentionsService(text, method))
}

function mentionsService(text: string, method: DescMethod): boolean {
  const service = method.parent.typeName
  const twin = service.replace('.v2beta.', '.v2.')
  return [service, twin].some((name) => text.includes(moduleOf(name)) || text.includes(name))
}

/** The module a test imports the service's descriptor from, as far as it tells services apart. */
function moduleOf(service: string): string {
  const [, name = '', version = ''] = service.split('.')
  return version === 'v1' ? `zitadel/${name}_pb.js` : `zitadel/${name}/${version}/`
}

function testSources(): string[] {
  return ['server/src', 'e2e/src'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
  )
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
