import type { PolicySource, PolicyValue, PolicyValues } from '../../kit/policyField.ts'
import type { Policy, SettingField, WireValues } from './policy.ts'
import { texts } from './texts.ts'

/** A policy as it was read. */
export interface PolicyRead {
  readonly values: PolicyValues
  readonly source: PolicySource
  /** The sources, as texts, of values that have one of their own. */
  readonly sources: Readonly<Record<string, string>>
  readonly wire: WireValues
}

/** The reply of a read, with the headers that were asked for. */
export interface PolicyReply extends WireValues {
  readonly headers?: Readonly<Record<string, string>>
}

const seconds = { hours: 3600, minutes: 60, days: 86_400 } as const

/** Returns the headers that carry values of a policy. */
export function headersOf({ fields }: Policy): readonly string[] {
  return fields.flatMap(({ header }) => (header === undefined ? [] : [header]))
}

/** Decodes the reply of a read at a level. */
export function decodePolicy(
  { fields, part }: Policy,
  level: 'instance' | 'organization',
  reply: PolicyReply,
): PolicyRead {
  const wire = part === undefined ? reply : ((reply[part] ?? {}) as WireValues)
  const isInherited = reply['isDefault'] === true || wire['isDefault'] === true
  const details = wire['details'] as WireValues | undefined
  const isOwn =
    level === 'organization' ? !isInherited : details === undefined || details['sequence'] !== undefined
  return {
    wire,
    values: Object.fromEntries(fields.map((field) => [field.name, decodeField(field, wire, reply.headers)])),
    source: isOwn ? 'own' : level === 'organization' ? 'inherited' : 'default',
    sources: Object.fromEntries(
      fields.flatMap(({ name, inside }) => (inside ? [[name, flagSource(wire[inside[0]])]] : [])),
    ),
  }
}

/** Encodes values as the body and headers of a write. */
export function encodePolicy(
  fields: readonly SettingField[],
  values: PolicyValues,
): { readonly body: Readonly<Record<string, unknown>>; readonly headers: Readonly<Record<string, string>> } {
  const body: Record<string, unknown> = {}
  const headers: Record<string, string> = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined) continue
    if (field.header !== undefined) headers[field.header] = String(inSeconds(field, value) ?? value)
    else if (field.inside === undefined) body[field.name] = encodeField(field, value)
    else if (field.inside[1] === 'enabled') body[field.inside[0]] = value
    else body[field.inside[0]] = { ...(body[field.inside[0]] as object), [field.inside[1]]: value }
  }
  return { body, headers }
}

function decodeField(
  { name, kind, onOff, header, inside }: SettingField,
  wire: WireValues,
  headers: Readonly<Record<string, string>> = {},
): PolicyValue {
  const raw = inside ? (wire[inside[0]] as WireValues | undefined)?.[inside[1]] : wire[name]
  const given = header === undefined ? raw : headers[header]
  switch (kind) {
    case 'switch':
      return onOff ? given === onOff[0] : given === true
    case 'number':
      return Number(given ?? 0)
    case 'hours':
    case 'minutes':
    case 'days':
      // Durations of JSON end with an s; headers have plain seconds.
      return Number.parseFloat(String(given ?? 0)) / seconds[kind]
    case 'list':
    case 'several':
      return (given as readonly string[] | undefined) ?? []
    default:
      return String(given ?? '')
  }
}

function encodeField(field: SettingField, value: PolicyValue): unknown {
  const length = inSeconds(field, value)
  if (length !== undefined) return `${length}s`
  if (field.wrap !== undefined) return { [field.wrap]: value }
  return field.onOff ? field.onOff[value ? 0 : 1] : value
}

function inSeconds({ kind }: SettingField, value: PolicyValue): number | undefined {
  return kind === 'hours' || kind === 'minutes' || kind === 'days'
    ? Math.round(Number(value) * seconds[kind])
    : undefined
}

/** The level at which a flag is set; flags name it for each value. */
function flagSource(flag: unknown): string {
  const source = (flag as { readonly source?: string } | undefined)?.source
  if (source === 'SOURCE_INSTANCE') return texts.flags.instance
  return source === 'SOURCE_SYSTEM' ? texts.flags.system : texts.flags.unset
}
