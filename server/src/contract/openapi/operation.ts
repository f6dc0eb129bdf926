import type { DescField, DescMessage } from '@bufbuild/protobuf'
import type { Operation } from '@zitadel/proto/protoc-gen-openapiv2/options/openapiv2_pb.js'
import { methodPermission } from '../methodPermission.ts'
import type { RestRoute } from '../restRoutes.ts'
import type { DocComments } from './docComments.ts'
import { isRequired } from './fieldRules.ts'
import { dryRunParameter, reasonParameter } from './ownParameters.ts'
import type { PublishedTexts } from './publishedTexts.ts'
import type { Schema, SchemaSet } from './schema.ts'

/** A request and a reply of a method in their JSON forms. */
export interface Example {
  readonly request?: unknown
  readonly reply?: unknown
}

/** The parts that operations of one document share. */
export interface OperationContext {
  readonly schemas: SchemaSet
  readonly comments: DocComments
  readonly published: PublishedTexts
  readonly examples: Readonly<Record<string, Example>>
  /** Whether the method can run dry. */
  runsDry(name: string): boolean
}

/** Query parameters of nested messages are written as `a.b`; deeper ones are left out. */
const maxDepth = 3

/** Returns the operation of a route without its responses: first all requests of a document are described, then all replies. */
export function operationRequest(route: RestRoute, path: Path, context: OperationContext): Schema {
  const { method } = route
  const name = `${method.parent.typeName}.${method.name}`
  const documented = context.published.operation(method)
  const [summary = '', ...more] = (context.comments.get(name) ?? '').split(/\n\s*\n/)
  const permission = methodPermission(method)
  const description = [
    documented?.description || more.join('\n\n'),
    permission && permission.permission !== 'authenticated' && `Permission: \`${permission.permission}\`.`,
    !permission && 'Needs no token.',
  ]
  const bound = new Set(path.parameters.map(({ field }) => field))
  const parameters = [
    ...path.parameters.map(({ name: key, field, schema }) => ({
      name: key,
      in: 'path',
      required: true,
      schema: { ...context.schemas.field(field, 'request'), ...schema },
    })),
    ...queryParameters(route, bound, context.schemas),
    ...headers(documented, context.runsDry(name), route.httpMethod !== 'GET' && !reads.test(method.name)),
  ]
  return {
    operationId: name,
    summary: documented?.summary || sentence(summary) || words(method.name),
    ...(description.some(Boolean) && { description: description.filter(Boolean).join('\n\n') }),
    tags: [documented?.tags[0] ?? method.parent.typeName],
    ...((documented?.deprecated || method.deprecated) && { deprecated: true }),
    ...(permission === undefined && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(route, bound, context),
  }
}

/** Returns the responses of a route. The statuses that the contract documents are named; all errors have one form. */
export function operationResponses(route: RestRoute, context: OperationContext): Schema {
  const { method, responseBody, successStatus } = route
  const documented = context.published.operation(method)
  const only = method.output.fields.find((field) => field.name === responseBody)
  const schema = only ? context.schemas.field(only, 'reply') : context.schemas.message(method.output, 'reply')
  const { reply } = context.examples[`${method.parent.typeName}.${method.name}`] ?? {}
  const named = Object.entries(documented?.responses ?? {}).filter(([status]) => /^[45]\d\d$/.test(status))
  const isPublic = methodPermission(method) === undefined
  const errors = {
    400: 'The request is malformed or breaks a rule of the contract.',
    ...(!isPublic && {
      401: 'The token is missing or no longer valid.',
      403: 'The caller lacks the permission.',
    }),
    ...Object.fromEntries(named.map(([status, { description }]) => [status, description || 'Refused.'])),
    default: 'The request is refused; the detail names the reason.',
  }
  return {
    [successStatus]: {
      description: 'The call succeeded.',
      content: { 'application/json': exemplified(schema, reply) },
    },
    ...Object.fromEntries(
      Object.entries(errors).map(([status, description]) => [
        status,
        { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
      ]),
    ),
  }
}

/** A path with the names of its parameters. */
export interface Path {
  readonly template: string
  readonly parameters: readonly {
    readonly name: string
    readonly field: DescField
    readonly schema: Schema
  }[]
}

/** Returns the path of a route as OpenAPI writes it: `/v2/users/{userId}/totp`. */
export function pathOf({ method, segments, variables, verb }: RestRoute): Path {
  const parameters: Path['parameters'][number][] = []
  const parts: string[] = []
  for (let at = 0; at < segments.length; at += 1) {
    const segment = segments[at]
    const variable = variables.find(({ from }) => from === at)
    if (variable === undefined) {
      parts.push(typeof segment === 'object' ? segment.literal : '*')
      continue
    }
    const fields = fieldsAt(method.input, variable.field)
    const field = fields.at(-1)
    if (field === undefined) throw new Error(`${method.name} binds unknown field ${variable.field}`)
    const name = fields.map(({ jsonName }) => jsonName).join('.')
    parts.push(`{${name}}`)
    parameters.push({ name, field, schema: field.fieldKind === 'scalar' ? { minLength: 1 } : {} })
    at = (variable.to ?? segments.length) - 1
  }
  return { template: `/${parts.join('/')}${verb && `:${verb}`}`, parameters }
}

function fieldsAt(input: DescMessage, path: string): readonly DescField[] {
  const fields: DescField[] = []
  let schema: DescMessage | undefined = input
  for (const name of path.split('.')) {
    const field: DescField | undefined = schema?.fields.find((one) => one.name === name)
    if (field === undefined) return []
    fields.push(field)
    schema = field.message
  }
  return fields
}

function queryParameters(route: RestRoute, bound: ReadonlySet<DescField>, schemas: SchemaSet): Schema[] {
  if (route.body === '*') return []
  const parametersOf = (message: DescMessage, prefix: string, depth: number): Schema[] =>
    message.fields.flatMap((field) => {
      if (bound.has(field) || field.name === route.body || field.fieldKind === 'map') return []
      const name = prefix + field.jsonName
      const isNested = field.fieldKind === 'message' && !field.message.typeName.startsWith('google.protobuf.')
      if (field.fieldKind === 'message' && isNested) {
        return depth < maxDepth ? parametersOf(field.message, `${name}.`, depth + 1) : []
      }
      if (field.fieldKind === 'list' && field.message !== undefined) return []
      const required = prefix === '' && isRequired(field)
      return [{ name, in: 'query', ...(required && { required }), schema: schemas.field(field, 'request') }]
    })
  return parametersOf(route.method.input, '', 1)
}

/** The names of methods that change nothing; searches are sent by POST. */
const reads = /^(Get|List|Search)/

function headers(documented: Operation | undefined, runsDry: boolean, changes: boolean): Schema[] {
  const declared = (documented?.parameters?.headers ?? []).map(({ name, description, required }) => ({
    name,
    in: 'header',
    ...(required && { required }),
    description,
    schema: { type: 'string', maxLength: 200 },
  }))
  return [...declared, ...(runsDry ? [dryRunParameter] : []), ...(changes ? [reasonParameter] : [])]
}

function requestBody(route: RestRoute, bound: ReadonlySet<DescField>, context: OperationContext): Schema {
  const { method, body } = route
  if (body === '') return {}
  const only = method.input.fields.find((field) => field.name === body)
  const schema = only
    ? context.schemas.field(only, 'request')
    : bound.size > 0
      ? context.schemas.object(method.input, 'request', bound)
      : context.schemas.message(method.input, 'request')
  const example = bodyExample(
    context.examples[`${method.parent.typeName}.${method.name}`]?.request,
    bound,
    only,
  )
  return { requestBody: { required: true, content: { 'application/json': exemplified(schema, example) } } }
}

/** Returns a body with its example, if there is one. */
export function exemplified(schema: Schema, example: unknown): Schema {
  return { schema, ...(example !== undefined && { example }) }
}

function bodyExample(request: unknown, bound: ReadonlySet<DescField>, only: DescField | undefined): unknown {
  if (typeof request !== 'object' || request === null) return undefined
  const fields = new Map(Object.entries(request))
  if (only !== undefined) return fields.get(only.jsonName)
  for (const { jsonName } of bound) fields.delete(jsonName)
  return Object.fromEntries(fields)
}

/** A summary is one line without a full stop. */
function sentence(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 120 ? line.replace(/\.$/, '') : ''
}

/** `AddOTPEmail` is "Add OTP Email". */
function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2').trim()
}
