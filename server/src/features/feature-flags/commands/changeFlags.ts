import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { flagEvents } from '../events.ts'
import { type FlagLevel, type FlagValue, type FlagValues, flagsOf } from '../flags.ts'
import type { FlagsState } from '../state.ts'
import { isLoginUri, longestLoginUri } from './loginUri.ts'

const nothingGiven = refuse(
  'feature_flags.nothing_given',
  'invalid_argument',
  'the request sets no flag; send at least one',
)
const loginUriInvalid = refuse(
  'feature_flags.login_uri_invalid',
  'invalid_argument',
  `the base URI of the login is not an http or https URL without query and of at most ${longestLoginUri} characters; send one or none`,
)

/** Sets the given flags of a level and keeps the others; equal values are no change (feature v2 SetInstanceFeatures). */
export function setFlags({ values }: FlagsState, level: FlagLevel, given: FlagValues): Decision {
  const set = flagsOf[level].filter(({ name }) => given[name] !== undefined)
  if (set.length === 0) return nothingGiven
  if (Object.values(given).some(hasBadLogin)) return loginUriInvalid
  return set.flatMap(({ name }) => {
    const value = given[name]
    const event = flagEvents[level].set.get(name)
    return event === undefined || value === undefined || sameJson(values[name], value)
      ? []
      : [event({ value })]
  })
}

/** Removes all flags of a level; without any this changes nothing. */
export function resetFlags({ values }: FlagsState, level: FlagLevel): Decision {
  return Object.keys(values).length === 0 ? [] : [flagEvents[level].reset()]
}

function hasBadLogin(value: FlagValue): boolean {
  if (typeof value !== 'object' || Array.isArray(value) || value.baseUri === '') return false
  return !isLoginUri(value.baseUri)
}
