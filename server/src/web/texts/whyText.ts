import { formatDuration } from './formats.ts'
import type { Translate } from './translate.ts'

/** A reason for a step of the login: a rule and where it was set. */
export interface Reason {
  readonly rule: string
  readonly level: string
  /** `minutes`, `hours` or `days` become the time of the text. */
  readonly values?: Readonly<Record<string, string>>
}

const secondsOf: Readonly<Record<string, number>> = { minutes: 60, hours: 3600, days: 86_400 }

/** Returns why a step is asked for: the rule, then who set it. A rule without a text gives only who set it; that a login begins with a proof, nobody has set. */
export function whyText(t: Translate, { rule, level, values = {} }: Reason): string {
  const duration = Object.entries(values).find(([name]) => Object.hasOwn(secondsOf, name))
  const time = duration && formatDuration(t.language, Number(duration[1]) * (secondsOf[duration[0]] ?? 1))
  const texts = [
    t.find(`why.${rule}`, { ...values, ...(time !== undefined && { time }) }),
    rule === 'not_proved' ? undefined : t.find(`why_level.${level}`),
  ]
  return texts.filter((text) => text !== undefined).join(' ')
}
