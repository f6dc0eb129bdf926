import type { EventBody } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { hostName, invalidDomain } from './domains.ts'

const blankName = refuse('instances.blank_name', 'invalid_argument', 'an instance needs a name')
/** Refusal of a language that texts do not exist in, or that the instance does not allow. */
export const unknownLanguage = refuse(
  'instances.unknown_language',
  'invalid_argument',
  'this language is not supported or not allowed; list the allowed languages and choose from them',
)

/** What a new instance is to be. */
export interface AddInstance {
  readonly name: string
  readonly defaultLanguage: string
  readonly languages: readonly string[]
  readonly generatedDomain: string
  /** Becomes the primary domain. */
  readonly customDomain?: string
}

/** The events an instance begins with. */
export function addInstance(input: AddInstance): readonly EventBody[] | Refusal {
  const name = input.name.trim()
  if (name === '') return blankName
  if (!input.languages.includes(input.defaultLanguage)) return unknownLanguage
  const custom = input.customDomain === undefined ? undefined : hostName(input.customDomain)
  if (custom === undefined && input.customDomain !== undefined) return invalidDomain
  return [
    { type: 'instance.added', payload: { name } },
    { type: 'instance.default.language.set', payload: { language: input.defaultLanguage } },
    { type: 'instance.domain.added', payload: { domain: input.generatedDomain, generated: true } },
    ...(custom === undefined
      ? []
      : [{ type: 'instance.domain.added', payload: { domain: custom, generated: false } }]),
    { type: 'instance.domain.primary.set', payload: { domain: custom ?? input.generatedDomain } },
  ]
}

/** The host a new instance gets in any case: `<name>-<6 random>.<external domain>` in lower case (platform notes §2). */
export function generatedHost(name: string, random: string, externalDomain: string): string {
  const label = name
    .toLowerCase()
    .replace(/\s/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^-+/, '')
    .slice(0, 56)
    .replace(/-+$/, '')
  return `${label === '' ? 'instance' : label}-${random}.${externalDomain}`.toLowerCase()
}
