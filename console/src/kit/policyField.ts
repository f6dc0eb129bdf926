import { written } from '../language/language.ts'
import { kitTexts } from './texts.ts'

/** One value of a policy. */
export interface PolicyField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** Lengths of time are numbers of the unit, also broken ones; `several` chooses among the options, `list` takes any texts. */
  readonly kind: 'switch' | 'number' | 'hours' | 'minutes' | 'days' | 'text' | 'select' | 'several' | 'list'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  readonly min?: number
  readonly max?: number
  /** The heading above this and the following fields of the same part. */
  readonly part?: string
}

/** The values of a policy by the names of its fields. */
export type PolicyValues = Readonly<Record<string, PolicyValue>>
export type PolicyValue = boolean | number | string | readonly string[]

/** Where the values come from: the level itself, the instance for an organization, or what a new instance has. */
export type PolicySource = 'own' | 'inherited' | 'default'

const units: Readonly<Partial<Record<PolicyField['kind'], string>>> = kitTexts.units

/** Returns what stands after a number of this kind of field. */
export function unitOf(kind: PolicyField['kind']): string | undefined {
  return units[kind]
}

/** Whether a kind of field is a number, with or without a unit. */
export function isNumber(kind: PolicyField['kind']): boolean {
  return kind === 'number' || unitOf(kind) !== undefined
}

/** Writes a value of a field as a short text. */
export function valueText({ kind, options = [] }: PolicyField, value: PolicyValue): string {
  const { on, off, empty } = kitTexts.policy
  const labelOf = (one: string) => options.find((option) => option.value === one)?.label ?? one
  if (typeof value === 'boolean') return value ? on : off
  if (typeof value === 'number') return `${written(value)}${unitOf(kind) ?? ''}`
  const text = typeof value === 'string' ? labelOf(value) : value.map(labelOf).join(', ')
  return text || empty
}
