import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { instanceNotFound } from '../refusals.ts'
import type { InstanceState } from '../state.ts'
import { unknownLanguage } from './addInstance.ts'

const blankNewName = refuse(
  'instances.blank_new_name',
  'invalid_argument',
  'an instance needs a name; give one that is not blank',
)

/** Renames an instance; the same name again changes nothing. */
export function renameInstance(instance: InstanceState, newName: string): Decision {
  const name = newName.trim()
  if (name === '') return blankNewName
  if (instance.kind === 'none') return instanceNotFound
  return name === instance.name ? [] : [{ type: 'instance.changed', payload: { name } }]
}

/** Chooses the language that texts fall back to; the same language again changes nothing. */
export function setDefaultLanguage(
  instance: InstanceState,
  input: { readonly language: string; readonly languages: readonly string[] },
): Decision {
  const { language } = input
  if (!input.languages.includes(language)) return unknownLanguage
  if (instance.kind === 'none') return instanceNotFound
  return language === instance.defaultLanguage
    ? []
    : [{ type: 'instance.default.language.set', payload: { language } }]
}
