import type { z } from 'zod'
import type { Json, JsonObject } from '../kernel/json.ts'

/** The parts of a zod schema's definition that samples are made from. */
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly Json[]
  readonly format?: string
  getter?(): z.ZodType
}

/** Makes a payload that fits a schema, always the same: texts are named after their member. Throws at a kind it does not know. */
export function samplePayload(schema: z.ZodType<JsonObject>): JsonObject {
  return schema.parse(sample(schema, 'payload', 0))
}

function sample(schema: z.ZodType, name: string, depth: number): Json | undefined {
  const definition = schema.def as unknown as Definition
  const inner = (of: z.ZodType | undefined, as = name) => (of ? (sample(of, as, depth + 1) ?? null) : null)
  switch (definition.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(definition.shape ?? {}).map(([key, member]) => [key, sample(member, key, depth + 1)]),
      )
    case 'string':
      return sampleText(name, definition.format)
    case 'number':
      return 7
    case 'boolean':
      return true
    case 'enum':
      return Object.values(definition.entries ?? {})[0]
    case 'literal':
      return definition.values?.[0]
    case 'array':
      return [inner(definition.element)]
    case 'record':
      return { [name]: inner(definition.valueType) }
    case 'union':
      return inner(definition.options?.[0])
    case 'lazy':
      return depth > 8 ? undefined : inner(definition.getter?.())
    case 'optional':
      return definition.innerType && sample(definition.innerType, name, depth + 1)
    case 'nullable':
    case 'default':
    case 'readonly':
      return inner(definition.innerType)
    default:
      throw new Error(`no sample is known for zod's ${definition.type}`)
  }
}

function sampleText(name: string, format: string | undefined): string {
  if (format === 'base64') return 'c2FtcGxl'
  return /(At|^until)$/.test(name) ? '2027-01-01T00:00:00.000Z' : name
}
