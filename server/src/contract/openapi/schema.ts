import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescOneof,
  getOption,
  hasOption,
  type JsonValue,
  ScalarType,
} from '@bufbuild/protobuf'
import { required } from '@zitadel/proto/validate/validate_pb.js'
import type { DocComments } from './docComments.ts'
import { isRequired, ruleKeywords, rulesOf } from './fieldRules.ts'
import type { PublishedTexts } from './publishedTexts.ts'

/** A JSON Schema (draft 2020-12) or another object of an OpenAPI document. */
export type Schema = { readonly [keyword: string]: unknown }

/** Requests state the contract's rules; in replies fields with default values are missing, so nothing is required. */
export type Direction = 'request' | 'reply'

const scalars: Readonly<Record<ScalarType, Schema>> = {
  [ScalarType.DOUBLE]: { type: 'number', format: 'double' },
  [ScalarType.FLOAT]: { type: 'number', format: 'float' },
  [ScalarType.INT32]: { type: 'integer', format: 'int32' },
  [ScalarType.SINT32]: { type: 'integer', format: 'int32' },
  [ScalarType.SFIXED32]: { type: 'integer', format: 'int32' },
  [ScalarType.UINT32]: { type: 'integer', minimum: 0, maximum: 4294967295 },
  [ScalarType.FIXED32]: { type: 'integer', minimum: 0, maximum: 4294967295 },
  [ScalarType.INT64]: { type: 'string', format: 'int64', pattern: '^-?[0-9]{1,18}$' },
  [ScalarType.SINT64]: { type: 'string', format: 'int64', pattern: '^-?[0-9]{1,18}$' },
  [ScalarType.SFIXED64]: { type: 'string', format: 'int64', pattern: '^-?[0-9]{1,18}$' },
  [ScalarType.UINT64]: { type: 'string', format: 'uint64', pattern: '^[0-9]{1,18}$' },
  [ScalarType.FIXED64]: { type: 'string', format: 'uint64', pattern: '^[0-9]{1,18}$' },
  [ScalarType.BOOL]: { type: 'boolean' },
  [ScalarType.STRING]: { type: 'string' },
  [ScalarType.BYTES]: { type: 'string', format: 'byte', contentEncoding: 'base64' },
}

/** The JSON forms of the well-known types (https://protobuf.dev/programming-guides/json/). */
const wellKnown: Readonly<Record<string, Schema>> = {
  Timestamp: { type: 'string', format: 'date-time' },
  Duration: { type: 'string', pattern: '^-?[0-9]{1,9}(\\.[0-9]{1,9})?s$', examples: ['3600s'] },
  Struct: { type: 'object', additionalProperties: true },
  Value: {},
  ListValue: { type: 'array', items: {} },
  Empty: { type: 'object' },
  FieldMask: { type: 'string' },
  Any: { type: 'object', properties: { '@type': { type: 'string' } }, required: ['@type'] },
}

/** Collects the schemas of messages and enums that the operations of one document refer to. */
export class SchemaSet {
  readonly components: Record<string, Schema> = {}
  readonly #comments: DocComments
  readonly #published: PublishedTexts
  readonly #requests = new Set<string>()

  constructor(comments: DocComments, published: PublishedTexts) {
    this.#comments = comments
    this.#published = published
  }

  /** Refers to the schema of a message, and adds it. All requests of a document come before its replies. */
  message(schema: DescMessage, direction: Direction): Schema {
    const known = wellKnownSchema(schema)
    if (known !== undefined) return known
    if (direction === 'request') this.#requests.add(schema.typeName)
    const isBoth = direction === 'reply' && this.#requests.has(schema.typeName)
    const name = isBoth ? `${schema.typeName}.Reply` : schema.typeName
    if (this.components[name] === undefined) {
      this.components[name] = {}
      this.components[name] = this.object(schema, direction, new Set())
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  /** Returns the schema of a message itself, without the fields that are set in another place. */
  object(schema: DescMessage, direction: Direction, without: ReadonlySet<DescField>): Schema {
    const fields = schema.fields.filter((field) => !without.has(field))
    const demanded = direction === 'request' ? fields.filter(isRequired) : []
    const oneofs = schema.oneofs.flatMap((oneof) => oneofSchema(oneof, direction, without))
    return {
      type: 'object',
      ...this.#words(schema.typeName),
      properties: Object.fromEntries(fields.map((field) => [field.jsonName, this.field(field, direction)])),
      ...(demanded.length > 0 && { required: demanded.map((field) => field.jsonName) }),
      ...(oneofs.length > 0 && { allOf: oneofs }),
    }
  }

  /** Returns the schema of a field with its comment, and in requests its rules. */
  field(field: DescField, direction: Direction): Schema {
    const own = direction === 'request' ? rulesOf(field) : undefined
    const documented = this.#published.field(field)
    const example = exampleOf(documented?.example)
    const words = this.#comments.get(`${field.parent.typeName}.${field.name}`) ?? documented?.description
    return {
      ...this.#value(field, direction),
      ...ruleKeywords(own, field.fieldKind === 'enum' ? field.enum : undefined),
      ...(words && { description: words }),
      ...(example !== undefined && { examples: [example] }),
      ...(field.proto.options?.deprecated && { deprecated: true }),
    }
  }

  #value(field: DescField, direction: Direction): Schema {
    switch (field.fieldKind) {
      case 'scalar':
        return scalars[field.scalar]
      case 'enum':
        return this.#enum(field.enum)
      case 'message':
        return this.message(field.message, direction)
      case 'list': {
        const items = this.#element(field, direction)
        const own = direction === 'request' ? rulesOf(field) : undefined
        const rule = own?.type.case === 'repeated' ? own.type.value.items : undefined
        return { type: 'array', items: { ...items, ...ruleKeywords(rule, field.enum) } }
      }
      case 'map':
        return { type: 'object', additionalProperties: this.#element(field, direction) }
    }
  }

  #element(field: DescField & { fieldKind: 'list' | 'map' }, direction: Direction): Schema {
    if (field.message !== undefined) return this.message(field.message, direction)
    return field.enum !== undefined ? this.#enum(field.enum) : scalars[field.scalar ?? ScalarType.STRING]
  }

  #enum(schema: DescEnum): Schema {
    if (schema.typeName === 'google.protobuf.NullValue') return { type: 'null' }
    this.components[schema.typeName] ??= {
      type: 'string',
      enum: schema.values.map(({ name }) => name),
      ...this.#words(schema.typeName),
    }
    return { $ref: `#/components/schemas/${schema.typeName}` }
  }

  #words(name: string): Schema {
    const words = this.#comments.get(name)
    return words === undefined ? {} : { description: words }
  }
}

function wellKnownSchema({ typeName, field }: DescMessage): Schema | undefined {
  if (!typeName.startsWith('google.protobuf.')) return undefined
  const known = wellKnown[typeName.slice('google.protobuf.'.length)]
  const wrapped = field['value']?.scalar
  return known ?? (wrapped === undefined ? {} : scalars[wrapped])
}

/** Of a oneof at most one member may be set, and exactly one if it is required. */
function oneofSchema(oneof: DescOneof, direction: Direction, without: ReadonlySet<DescField>): Schema[] {
  const members = oneof.fields.filter((field) => !without.has(field))
  if (direction === 'reply' || members.length < oneof.fields.length) return []
  const each = members.map(({ jsonName }) => ({ required: [jsonName] }))
  const isDemanded = hasOption(oneof, required) && getOption(oneof, required)
  if (members.length === 1) return isDemanded ? each : []
  return [{ oneOf: isDemanded ? each : [...each, { not: { anyOf: each } }] }]
}

/** The contract writes examples as JSON texts. */
function exampleOf(text: string | undefined): JsonValue | undefined {
  if (!text) return undefined
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}
