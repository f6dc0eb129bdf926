import { labelled } from '../../language/language.ts'
import type { Because, ExplainedStep } from './explanation.ts'
import { factorName, texts } from './texts.ts'
import { reasons, rules, steps } from './whyTables.ts'

/** Says what the login pages would do, with the choices that they offer. */
export function stepText({ kind, options = [], skippable = false }: ExplainedStep): string {
  const text = kind === 'enrol' && skippable ? texts.why.offered : (steps[kind] ?? kind)
  if (options.length === 0) return /[.!?。！？]$/.test(text) ? text : `${text}.`
  return `${labelled(text, options.map(factorName).join(', '))}.`
}

/** Says why a step is demanded, and where the rule was set. */
export function becauseText({ rule, level, values = {} }: Because): string {
  const details = Object.entries(values).map(([name, value]) => `${name} ${value}`)
  const at = [texts.why.levels[level] ?? level, ...details].join(', ')
  return `${reasons[rule] ?? rule} (${at})`
}

/** The name of a rule of the policy as words. */
export function ruleText(rule: string): string {
  const words = rule.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return rules[rule] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** The value of a rule, which the server sends as JSON, as words. Lifetimes are seconds. */
export function ruleValue(rule: string, json: string): string {
  const value = parsed(json)
  // Recovery codes are allowed unless a policy says otherwise.
  if (rule === 'recoveryCodes' && value === null) return texts.why.yes
  if (typeof value === 'boolean') return value ? texts.why.yes : texts.why.no
  if (rule.endsWith('Lifetime')) return texts.why.hours(Number(value) / 3600)
  if (/^(lockout|passwordMaxAge)/.test(rule) && value === 0) return texts.why.never
  if (Array.isArray(value) && value.length > 0) return value.map(String).map(factorName).join(', ')
  const text = Array.isArray(value) || value === null ? '' : String(value)
  return text === '' ? texts.why.none : text
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}
