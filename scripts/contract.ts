import { readFileSync } from 'node:fs'
import type { DescMethod } from '@bufbuild/protobuf'
import { loadConfig } from '../server/src/config/config.ts'
import { methodPermission } from '../server/src/contract/methodPermission.ts'
import { operationId } from '../server/src/contract/openapi/ownOperations.ts'
import { restRoutes } from '../server/src/contract/restRoutes.ts'
import { services } from '../server/src/contract/services.ts'
import type { Deps } from '../server/src/features/manifest.ts'
import { handlerLookup, operationsOf } from '../server/src/product.ts'
import { coverageProblems, exampleProblems, readCalls } from './coverage.ts'

/**
 * Prints per service how many RPCs have handlers, without the v3alpha services, which later contracts dropped, and fails if a handler has no auth rule that the contract allows to be
 * missing, or a handler or an operation of our own without files no example. With `--calls FOLDER`, the recording of a full test run, it also fails if no test called a handler with success
 * or none was refused.
 */
const quiet = process.argv.includes('--quiet')
const folder = process.argv[process.argv.indexOf('--calls') + 1 || process.argv.length]

/** The contract leaves exactly these without an auth option: they are public. */
const publicMethods = new Set([
  'Healthz',
  'GetOIDCInformation',
  'ReportBaseInformation',
  'ReportResourceCounts',
])

const lookup = handlerLookup({} as Deps)
const counted = services.filter((service) => !service.typeName.includes('.v3alpha.'))
const handled: DescMethod[] = []
for (const service of counted) {
  const built = service.methods.filter((method) => lookup(method) !== undefined)
  handled.push(...built)
  print(
    `${String(built.length).padStart(4)} of ${String(service.methods.length).padStart(3)}  ${service.typeName}`,
  )
}
const all = counted.reduce((sum, service) => sum + service.methods.length, 0)
print(
  `${String(handled.length).padStart(4)} of ${all}  RPCs have handlers; ${restRoutes(counted).length} REST routes`,
)
const problems = handled
  .filter((method) => !methodPermission(method) && !publicMethods.has(method.name))
  .map((method) => `${nameOf(method)}: has a handler but no auth rule`)
const examples = JSON.parse(readFileSync('server/src/web/api-reference/examples.json', 'utf8'))
const config = loadConfig({ environment: {} })
const own = operationsOf({ config } as Deps).filter(({ describes }) => !('file' in describes.reply))
const described = own.map(({ describes }) => operationId(describes))
problems.push(...exampleProblems([...handled.map(nameOf), ...described], examples))
if (folder !== undefined) {
  const found = coverageProblems(handled.map(nameOf), readCalls(folder))
  if (found.length === 0) process.stdout.write(`contract: tests cover all ${handled.length} RPCs\n`)
  problems.push(...found)
}
for (const problem of problems) process.stderr.write(`${problem}\n`)
if (problems.length > 0) process.exit(1)

function print(line: string): void {
  if (!quiet) process.stdout.write(`${line}\n`)
}

function nameOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`
}
