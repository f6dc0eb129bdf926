import { reasonGiven } from '../../kit/eventSentence.ts'
import type { LoggedEvent } from '../../kit/Timeline.tsx'
import { texts } from './texts.ts'

/** One field of an event, with the value that an earlier event of the same object gave it. */
export interface ChangedField {
  readonly name: string
  /** Undefined if no earlier event that was read names the field. */
  readonly before: string | undefined
  readonly after: string
}

type Payload = Readonly<Record<string, unknown>>

/** Fields that say which part of an object an event is about, such as which role of a project; a language does so beside a key. */
const naming = /(^|\.)(key|domain|[a-z]+Id)$/
/** Fields whose values are not shown, should a payload ever hold them. */
const secret = /(password|secret|token|code|hash|privateKey)$/i

/**
 * The fields that an event changed. `earlier` are events of the same object, the newest first: the value before is that of the newest one
 * about the same part, which has the same beginning of its type, or the one that began the object. Fields with the same value are left out.
 */
export function changedFields(event: LoggedEvent, earlier: readonly LoggedEvent[]): readonly ChangedField[] {
  // A reason follows no earlier one.
  if (event.type === reasonGiven) return []
  const after = fieldsOf(event.payload)
  const before = earlier
    .filter((one) => isAboutSame(event, one, after))
    .map(({ payload }) => fieldsOf(payload))
  return Object.entries(after)
    .filter(([name]) => !isNaming(name, after))
    .map(([name, value]) => ({
      name,
      before: shown(name, before.find((fields) => name in fields)?.[name]),
      after: shown(name, value) ?? '',
    }))
    .filter((field) => field.before !== field.after)
}

/** The payload as text, without secrets. */
export function payloadText(payload: unknown): string {
  return JSON.stringify(
    payload,
    (name, value) => (typeof value === 'string' && secret.test(name) ? texts.masked : value),
    2,
  )
}

function isAboutSame(event: LoggedEvent, one: LoggedEvent, after: Payload): boolean {
  if (one.sequence >= event.sequence) return false
  const isSameFamily = familyOf(event.type) === familyOf(one.type)
  if (!isSameFamily && one.sequence !== 1) return false
  const fields = fieldsOf(one.payload)
  return Object.keys(after)
    .filter((name) => isNaming(name, after) && name in fields)
    .every((name) => fields[name] === after[name])
}

function isNaming(name: string, fields: Payload): boolean {
  return naming.test(name) || (name === 'language' && 'key' in fields)
}

/** The type without its verb. */
function familyOf(type: string): string {
  return type.slice(0, type.lastIndexOf('.'))
}

/** The payload with members of objects as fields of their own: `profile.name`. */
function fieldsOf(payload: unknown, prefix = ''): Payload {
  if (!isRecord(payload)) return {}
  const entries = Object.entries(payload).flatMap(([name, value]) =>
    isRecord(value) ? Object.entries(fieldsOf(value, `${prefix}${name}.`)) : [[`${prefix}${name}`, value]],
  )
  return Object.fromEntries(entries)
}

function isRecord(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (value === null || value === '') return texts.fields.none
  if (typeof value === 'string') return secret.test(name) ? texts.masked : value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return JSON.stringify(value)
}
