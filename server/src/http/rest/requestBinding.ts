import {
  create,
  type DescField,
  type DescMessage,
  type JsonValue,
  type MessageShape,
  mergeFromJson,
  ScalarType,
} from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import type { PathVariable, RestRoute } from '../../contract/restRoutes.ts'
import { contractRegistry } from '../../contract/services.ts'
import { isAscii, strictQuery } from '../strictQuery.ts'

type Mutable = { [key: string]: JsonValue }
type Message = MessageShape<DescMessage>
/** The field that a parameter sets, with the JSON names of its path. */
type Target = {
  readonly names: readonly string[]
  readonly field: DescField
  readonly mapKey: string | undefined
}

const readOptions = { ignoreUnknownFields: true, registry: contractRegistry }
const maxCachedKeys = 200

/** Converts a matched request to the method's message, as google/api/http.proto binds path, query and body. */
export class RequestBinding {
  readonly #input: DescMessage
  readonly #body: '' | '*' | DescField
  readonly #variables: readonly (PathVariable & { readonly target: Target })[]
  readonly #keys = new Map<string, Target | undefined>()

  constructor(route: Pick<RestRoute, 'method' | 'body' | 'variables'>) {
    this.#input = route.method.input
    this.#body = route.body === '' || route.body === '*' ? route.body : fieldOf(this.#input, route.body)
    this.#variables = route.variables.map((variable) => {
      const target = resolve(this.#input, variable.field)
      if (target === undefined) throw new Error(`${route.method.name} binds unknown field ${variable.field}`)
      return { ...variable, target }
    })
  }

  get readsBody(): boolean {
    return this.#body !== ''
  }

  /** Returns the message of a body that is valid JSON; throws INVALID_ARGUMENT if a value does not fit its field. Ignores unknown names. */
  bind(segments: readonly string[], query: string, body: string): Message {
    const message = create(this.#input)
    if (body !== '' && this.#body !== '') this.#merge(message, this.#bodyJson(body))
    const parameters: Mutable = {}
    let any = false
    if (query !== '' && this.#body !== '*') any = this.#readQuery(query, parameters)
    for (const { target, from, to } of this.#variables) {
      setParameter(parameters, target, decode(segments.slice(from, to)))
      any = true
    }
    if (any) this.#merge(message, parameters)
    return message
  }

  #bodyJson(body: string): JsonValue {
    const json = JSON.parse(body) as JsonValue
    return typeof this.#body === 'string' ? json : { [this.#body.jsonName]: json }
  }

  #readQuery(query: string, into: Mutable): boolean {
    let any = false
    for (const [key, given] of Object.entries(strictQuery(query))) {
      const target = this.#target(key)
      if (target === undefined || given === undefined) continue
      setParameter(into, target, given)
      any = true
    }
    return any
  }

  #target(key: string): Target | undefined {
    if (this.#keys.has(key)) return this.#keys.get(key)
    const target = resolve(this.#input, key)
    if (target !== undefined && target.mapKey === undefined && this.#keys.size < maxCachedKeys) {
      this.#keys.set(key, target)
    }
    return target
  }

  #merge(message: Message, json: JsonValue): void {
    try {
      mergeFromJson(this.#input, message, json, readOptions)
    } catch (error) {
      throw invalid(error instanceof Error ? error.message : 'the request does not fit its message')
    }
  }
}

/** Finds `a.b` or `m[key]` by field name or JSON name; undefined if the message has no such field. */
function resolve(input: DescMessage, key: string): Target | undefined {
  const [, path = '', mapKey] = /^([^[\]]+)(?:\[([^\]]*)\])?$/.exec(key) ?? []
  const names: string[] = []
  let schema: DescMessage | undefined = input
  let field: DescField | undefined
  for (const name of path.split('.')) {
    field = schema?.fields.find((candidate) => candidate.name === name || candidate.jsonName === name)
    if (field === undefined) return undefined
    names.push(field.jsonName)
    schema = field.fieldKind === 'message' ? field.message : undefined
  }
  if (field === undefined || (field.fieldKind === 'map') !== (mapKey !== undefined)) return undefined
  return { names, field, mapKey }
}

/** Sets the field of a parameter in the JSON that is merged into the message. */
function setParameter(
  into: Mutable,
  { names, field, mapKey }: Target,
  given: string | readonly string[],
): void {
  let parent = into
  for (const name of names.slice(0, -1)) parent = child(parent, name)
  const leaf = names.at(-1) ?? ''
  const texts = typeof given === 'string' ? [given] : given
  if (field.fieldKind === 'list') {
    const before = parent[leaf]
    parent[leaf] = [...(Array.isArray(before) ? before : []), ...texts.map((text) => jsonOf(field, text))]
    return
  }
  const text = texts[0] ?? ''
  if (texts.length > 1) throw invalid(`${field.name} is given more than once`)
  if (mapKey === undefined) parent[leaf] = jsonOf(field, text)
  else child(parent, leaf)[mapKey] = jsonOf(field, text)
}

function child(parent: Mutable, name: string): Mutable {
  const existing = parent[name]
  if (typeof existing === 'object' && existing !== null && !Array.isArray(existing))
    return existing as Mutable
  const made: Mutable = {}
  parent[name] = made
  return made
}

/** Converts a parameter's text to JSON; numbers stay text, which proto3 JSON accepts. */
function jsonOf(field: DescField, text: string): JsonValue {
  if (field.enum !== undefined) {
    if (/^-?\d+$/.test(text)) return Number(text)
    if (field.enum.values.some((value) => value.name === text)) return text
    throw invalid(`${field.name} has no value ${text}`)
  }
  if (field.scalar === ScalarType.BOOL) return booleanOf(field, text)
  if (field.message === undefined) return text
  const wrapped = field.message.typeName.startsWith('google.protobuf.')
    ? field.message.field['value']
    : undefined
  if (wrapped?.scalar === ScalarType.BOOL) return booleanOf(field, text)
  if (!field.message.typeName.startsWith('google.protobuf.'))
    throw invalid(`${field.name} is a message, not a value`)
  return text
}

function booleanOf(field: DescField, text: string): boolean {
  if (/^(?:1|t|true)$/i.test(text)) return true
  if (/^(?:0|f|false)$/i.test(text)) return false
  throw invalid(`${field.name} must be true or false`)
}

function decode(segments: readonly string[]): string {
  const raw = segments.join('/')
  if (!isAscii(raw)) throw invalid('the path has characters outside ASCII; percent-encode them as UTF-8')
  if (!raw.includes('%')) return raw
  try {
    return decodeURIComponent(raw)
  } catch {
    throw invalid('the path has a percent escape that is malformed or not UTF-8; encode it as UTF-8')
  }
}

function fieldOf(schema: DescMessage, name: string): DescField {
  const field = schema.fields.find((candidate) => candidate.name === name)
  if (field === undefined) throw new Error(`${schema.typeName} has no field ${name}`)
  return field
}

function invalid(message: string): ConnectError {
  return new ConnectError(message, Code.InvalidArgument)
}
