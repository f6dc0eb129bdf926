import { Tooltip } from '@mantine/core'
import { language } from '../language/language.ts'
import { kitTexts } from './texts.ts'

/** An instant in one of the forms of the APIs: ISO 8601, a date, or a protobuf timestamp. */
export type Instant = string | Date | { readonly seconds: bigint; readonly nanos?: number }

/** Shows an instant relative to now; the tooltip has it in UTC. */
export function When({ at }: { readonly at: Instant | null | undefined }) {
  const date = dateOf(at)
  if (date === undefined) return <span>{kitTexts.when.never}</span>
  const utc = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return (
    <Tooltip label={utc}>
      <time dateTime={date.toISOString()} tabIndex={-1}>
        {relative(date)}
      </time>
    </Tooltip>
  )
}

/** Reads an instant of any form; undefined for none, and for one that is no time. */
export function dateOf(at: Instant | null | undefined): Date | undefined {
  if (at === null || at === undefined || at === '') return undefined
  const date =
    typeof at === 'string' || at instanceof Date
      ? new Date(at)
      : new Date(Number(at.seconds) * 1000 + (at.nanos ?? 0) / 1e6)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
const steps = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function relative(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit)
  }
  return format.format(Math.trunc(seconds), 'second')
}
