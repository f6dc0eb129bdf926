import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { canonicalLanguage } from '../../../kernel/text/languageTag.ts'
import { defaultLanguageSet, type InstanceEvent, instanceChanged } from '../events.ts'
import { instanceNotFound, languageNotAllowed, unknownLanguage } from '../refusals.ts'
import type { InstanceState } from '../state.ts'

const blankNewName = refuse(
  'instances.blank_new_name',
  'invalid_argument',
  'the new name of the instance is blank; give it a name',
)

/** Renames an instance; the same name again changes nothing. */
export function renameInstance(instance: InstanceState, newName: string): Decision<InstanceEvent> {
  const name = newName.trim()
  if (name === '') return blankNewName
  if (instance.kind === 'none') return instanceNotFound
  return name === instance.name ? [] : [instanceChanged({ name })]
}

/** Sets the language that texts fall back to; the same language again changes nothing. */
export function setDefaultLanguage(
  instance: InstanceState,
  input: {
    readonly language: string
    readonly supported: readonly string[]
    readonly allowed: readonly string[]
  },
): Decision<InstanceEvent> {
  const language = canonicalLanguage(input.language) ?? ''
  if (!input.supported.includes(language)) return unknownLanguage
  if (!input.allowed.includes(language)) return languageNotAllowed
  if (instance.kind === 'none') return instanceNotFound
  return language === instance.defaultLanguage ? [] : [defaultLanguageSet({ language })]
}
