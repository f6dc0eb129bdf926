import { z } from 'zod'
import type { Facet } from '../../../kernel/facet.ts'
import type { Json } from '../../../kernel/json.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { targetFormats, targetStarts } from '../events.ts'

const names = (most: number) => z.array(z.string().min(1).max(200)).max(most).default([])
const settings = {
  name: z.string().trim().min(1).max(100),
  url: z.string().min(1).max(2000),
  format: z.enum(targetFormats).default('jsonl'),
  types: names(100),
  streamTypes: names(50),
}
const credential = z.strictObject({
  header: z.string().max(64).toLowerCase().default('authorization'),
  value: z.string().max(4000),
})
const added = z.strictObject({
  ...settings,
  start: z.enum(targetStarts).default('now'),
  credential: credential.optional(),
})
const changed = z.strictObject({ ...settings, credential: credential.nullable().optional() })

type Body = Readonly<Record<string, unknown>>
/** Returns the facets of all features, whose events and streams a filter may name. */
type Facets = () => readonly Facet<Json>[]

/** Reads the body of a creation. */
export function newTarget(body: Body, facets: Facets) {
  return read(added, body, facets)
}

/** Reads the body of a change. */
export function changedTarget(body: Body, facets: Facets) {
  return read(changed, body, facets)
}

type Filtered = { readonly types: readonly string[]; readonly streamTypes: readonly string[] }

function read<Read extends Filtered>(schema: z.ZodType<Read>, body: Body, facets: Facets): Read {
  const { success, data, error } = schema.safeParse(body)
  if (!success) throw invalid(error)
  requireKnown('types', data.types, () => facets().flatMap(({ events }) => events.map(({ type }) => type)))
  requireKnown('streamTypes', data.streamTypes, () => facets().flatMap(({ streams }) => streams))
  return data
}

/** The messages name members and rules, never a value. */
function invalid({ issues: [issue] }: z.ZodError): DomainError {
  const member = issue?.path.join('.') || 'the body'
  const message = `${member} is invalid (${issue?.message ?? 'it breaks a rule'}); correct it`
  return new DomainError(refuse('log_target.body_invalid', 'invalid_argument', message))
}

/** A filter for a type that no event has would silently deliver nothing. */
function requireKnown(member: string, given: readonly string[], known: () => readonly string[]): void {
  if (given.length === 0) return
  const all = new Set(known())
  const unknown = given.find((name) => !all.has(name))
  if (unknown === undefined) return
  const message = `${member} names ${unknown.slice(0, 100)}, which nothing in the log has; correct it, or leave it out`
  throw new DomainError(refuse('log_target.filter_unknown', 'invalid_argument', message))
}
