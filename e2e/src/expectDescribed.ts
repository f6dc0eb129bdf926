import { expect } from 'vitest'
import { operationAt } from '../../server/src/testing/operationAt.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'

interface Described {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Described>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: Described
  readonly enum?: readonly unknown[]
}

/** Fails unless a reply of an operation is as the API reference describes it; a dry run adds `dryRun`. */
export function expectDescribed(server: TestServer, method: string, path: string, reply: unknown): void {
  const operation = operationAt(server.product.deps, method, path)
  if (operation === undefined) throw new Error(`no operation ${method} ${path}`)
  const { dryRun: _, ...members } = reply as Record<string, unknown>
  expect(faults(members, operation.describes.reply as Described, 'reply')).toEqual([])
}

function faults(value: unknown, schema: Described, at: string): readonly string[] {
  const types = [schema.type ?? []].flat()
  if (!types.includes(typeOf(value)) && !(types.includes('integer') && Number.isInteger(value))) {
    return [`${at} is ${typeOf(value)}, described as ${types.join(' or ')}`]
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is ${String(value)}, not described`]
  if (Array.isArray(value)) {
    const { items } = schema
    return items ? value.flatMap((item, index) => faults(item, items, `${at}[${index}]`)) : []
  }
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return []
  const { properties, required = [], additionalProperties } = schema
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`)
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, member]) => {
      const described = properties[name]
      if (described) return faults(member, described, `${at}.${name}`)
      return additionalProperties === false ? [`${at}.${name} is not described`] : []
    }),
  ]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
