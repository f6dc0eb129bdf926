import { type Example, exemplified } from './operation.ts'
import { dryRunParameter, reasonParameter } from './ownParameters.ts'
import type { Schema } from './schema.ts'

/** A parameter of the query of an operation, as a schema of type string or integer, or an array of strings for one that may repeat. */
export interface QueryParameter {
  readonly description: string
  readonly schema: {
    readonly type: 'string' | 'integer' | 'array'
    readonly minimum?: number
    readonly maximum?: number
    readonly minLength?: number
    readonly maxLength?: number
    readonly enum?: readonly string[]
    readonly default?: string | number
    readonly maxItems?: number
    readonly items?: Schema
  }
  readonly required?: true
}

/** What the API reference says about an operation, and the rules of its query. Plain JSON, because a thread of its own makes the documents. */
export interface OperationDescription {
  /** The last part of its `operationId`. */
  readonly name: string
  readonly summary: string
  readonly description?: string
  /** Who may call it. */
  readonly permission: string
  readonly query?: Readonly<Record<string, QueryParameter>>
  readonly body?: Schema
  /** The members of the reply, or the type of a file. */
  readonly reply: Schema | { readonly file: readonly string[] }
}

/** An operation with its route. */
export interface DescribedOperation {
  readonly method: string
  readonly path: string
  readonly runsDry: boolean
  readonly describes: OperationDescription
}

/** The group of our own operations among those of the contract. */
export const ownGroup = 'sallyport.v1'

/** Returns the name of an operation among those of the contract. */
export function operationId({ name }: Pick<OperationDescription, 'name'>): string {
  return `${ownGroup}.${name}`
}

/** Returns the schema of an object whose members are all there, except those whose names end in `?`. */
export function object(members: Readonly<Record<string, Schema>>, description?: string): Schema {
  const named = Object.entries(members).map(([name, schema]) => [name.replace(/\?$/, ''), schema] as const)
  return {
    type: 'object',
    ...(description && { description }),
    properties: Object.fromEntries(named),
    required: Object.keys(members).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  }
}

/** Returns the schema of a list. */
export function listOf(items: Schema, description?: string): Schema {
  return { type: 'array', items, ...(description && { description }) }
}

/** Returns the schema of a text, or of one of these texts. */
export function text(description?: string, values?: readonly string[]): Schema {
  return { type: 'string', ...(description && { description }), ...(values && { enum: values }) }
}

/** Returns the schema of a whole number that is not negative. */
export function count(description?: string): Schema {
  return { type: 'integer', minimum: 0, ...(description && { description }) }
}

/** Returns the schema of a truth value. */
export function flag(description?: string): Schema {
  return { type: 'boolean', ...(description && { description }) }
}

/** Returns the schema of an instant (ISO 8601). */
export function instant(description?: string): Schema {
  return { type: 'string', format: 'date-time', ...(description && { description }) }
}

/** Returns the schema of a value that may be null. A list of values has to name null as well (JSON Schema, `enum`). */
export function orNull(schema: Schema): Schema {
  const values = schema['enum'] as readonly unknown[] | undefined
  return { ...schema, type: [schema['type'] as string, 'null'], ...(values && { enum: [...values, null] }) }
}

/** Returns the paths of operations as an OpenAPI document has them. */
export function ownPaths(
  operations: readonly DescribedOperation[],
  examples: Readonly<Record<string, Example>>,
): Readonly<Record<string, Record<string, Schema>>> {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const operation of operations) {
    const template = operation.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [operation.method.toLowerCase()]: described(operation, examples) }
  }
  return paths
}

function described(
  { method, path, runsDry, describes }: DescribedOperation,
  examples: Readonly<Record<string, Example>>,
): Schema {
  const { summary, description, permission, query = {}, body } = describes
  const { request, reply } = examples[operationId(describes)] ?? {}
  const named = [...path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => ({
    name: parameter,
    in: 'path',
    required: true,
    ...(parameter === 'userId' && { description: 'The id of a user; `me` is the caller.' }),
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  }))
  const asked = Object.entries(query).map(([parameter, rest]) => ({ name: parameter, in: 'query', ...rest }))
  const parameters = [
    ...named,
    ...asked,
    ...(runsDry ? [dryRunParameter] : []),
    ...(method === 'GET' ? [] : [reasonParameter]),
  ]
  return {
    operationId: operationId(describes),
    summary,
    description: [description, `Permission: ${permission}.`].filter(Boolean).join('\n\n'),
    tags: [ownGroup],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': exemplified(body, request) } },
    }),
    responses: responses(describes, reply),
  }
}

function responses({ reply }: OperationDescription, example: unknown): Schema {
  const content =
    'file' in reply
      ? Object.fromEntries(
          (reply.file as readonly string[]).map((type) => [type, { schema: { type: 'string' } }] as const),
        )
      : { 'application/json': exemplified(reply, example) }
  const refusal = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return {
    200: { description: 'The call succeeded.', content },
    400: { description: 'A parameter is missing or breaks a rule.', content: refusal },
    401: { description: 'The token is missing or no longer valid.', content: refusal },
    403: { description: 'The caller lacks the permission.', content: refusal },
    404: { description: 'It does not exist, or the caller may not know of it.', content: refusal },
    default: { description: 'The request is refused; the detail names the reason.', content: refusal },
  }
}
