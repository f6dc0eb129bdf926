/** Returns an instant as date and time of the language: `30 Nov 2026, 06:28 UTC`. */
export function formatInstant(language: string, instant: Date, timeZone = 'UTC'): string {
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(instant)
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** Returns how far an instant is from now, in its largest unit, a moment ahead rounded up: `in 14 minutes`, `3 days ago`. */
export function formatDistance(language: string, instant: Date, now: Date): string {
  const seconds = Math.round((instant.getTime() - now.getTime()) / 1000)
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  // Nobody may be told to come back too early.
  const count = seconds > 0 ? Math.ceil(seconds / size) : -Math.floor(-seconds / size)
  return new Intl.RelativeTimeFormat(language, { numeric: count === 0 ? 'auto' : 'always' }).format(
    count,
    unit,
  )
}

/** Returns a duration in the largest unit that measures it exactly: `90 minutes`, `12 hours`. */
export function formatDuration(language: string, seconds: number): string {
  const [unit, size] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? [
    'second',
    1,
  ]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

/** Returns names as a list of the language: `password and passkey`. */
export function formatList(language: string, names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
}
