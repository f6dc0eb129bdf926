import type { QueryParameter } from '../contract/openapi/ownOperations.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { isBlank } from '../kernel/text/foldText.ts'

/** The checked query of an operation. */
export interface OperationQuery {
  /** Returns a text or its default; '' without both. */
  text(name: string): string
  /** Returns a whole number or its default; 0 without both. */
  number(name: string): number
  /** Returns all values of a parameter that may repeat. */
  all(name: string): readonly string[]
}

type Declared = Readonly<Record<string, QueryParameter>>

/** The longest value of a parameter without a `maxLength`, and the most values of one without `maxItems`. */
const longest = 200
const most = 50

/** Reads a query by its declaration; throws INVALID_ARGUMENT for unknown and repeated parameters and for values that break a rule. */
export function readOperationQuery(query: URLSearchParams, declared: Declared = {}): OperationQuery {
  for (const name of new Set(query.keys())) {
    const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined
    if (parameter === undefined) throw invalid(`${shown(name)} is unknown; send ${known(declared)}`)
    check(name, parameter, query.getAll(name))
  }
  for (const [name, { required }] of Object.entries(declared)) {
    if (required && isBlank(query.get(name) ?? '')) throw invalid(`${name} is missing; send it`)
  }
  return {
    text: (name) => query.get(name) ?? String(declared[name]?.schema.default ?? ''),
    number: (name) => Number(query.get(name) ?? declared[name]?.schema.default ?? 0),
    all: (name) => query.getAll(name),
  }
}

function check(name: string, { schema }: QueryParameter, values: readonly string[]): void {
  const allowed = schema.type === 'array' ? (schema.maxItems ?? most) : 1
  if (values.length > allowed)
    throw invalid(`${name} is given ${values.length} times; send it at most ${allowed} times`)
  for (const value of values) {
    const { maxLength = longest } = schema
    if (value.length > maxLength) throw invalid(`${name} is longer than ${maxLength} characters; shorten it`)
    if (schema.type === 'integer' && !isWithin(value, schema)) {
      throw invalid(
        `${name} is no whole number from ${schema.minimum ?? 0} to ${schema.maximum ?? 'any'}; correct it`,
      )
    }
    if (schema.enum && !schema.enum.includes(value)) {
      throw invalid(`${name} is none of ${schema.enum.join(', ')}; send one of them`)
    }
  }
}

function isWithin(
  text: string,
  { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: QueryParameter['schema'],
): boolean {
  return /^\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum
}

function known(declared: Declared): string {
  return Object.keys(declared).join(', ') || 'none'
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name
}

function invalid(message: string): DomainError {
  return new DomainError(
    refuse('operation.parameter_invalid', 'invalid_argument', `the parameter ${message}`),
  )
}
