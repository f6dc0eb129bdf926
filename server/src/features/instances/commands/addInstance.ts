import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { hostName } from '../../../kernel/text/hostName.ts'
import { canonicalLanguage } from '../../../kernel/text/languageTag.ts'
import {
  type DomainEvent,
  defaultLanguageSet,
  domainAdded,
  type InstanceEvent,
  instanceAdded,
  primaryDomainSet,
} from '../events.ts'
import { invalidDomain, unknownLanguage } from '../refusals.ts'

const blankName = refuse(
  'instances.blank_name',
  'invalid_argument',
  'the name of the instance is blank; give it a name',
)

/** The values of a new instance's first events. */
export interface AddInstance {
  readonly name: string
  readonly defaultLanguage: string
  readonly languages: readonly string[]
  readonly generatedDomain: string
  /** Becomes the primary domain. */
  readonly customDomain?: string
}

/** Creates an instance with its default language and domains. */
export function addInstance(input: AddInstance): Decision<InstanceEvent | DomainEvent> {
  const name = input.name.trim()
  if (name === '') return blankName
  const language = canonicalLanguage(input.defaultLanguage) ?? ''
  if (!input.languages.includes(language)) return unknownLanguage
  const custom = input.customDomain === undefined ? undefined : hostName(input.customDomain)
  if (custom === undefined && input.customDomain !== undefined) return invalidDomain
  return [
    instanceAdded({ name }),
    defaultLanguageSet({ language }),
    domainAdded({ domain: input.generatedDomain, generated: true }),
    ...(custom === undefined ? [] : [domainAdded({ domain: custom, generated: false })]),
    primaryDomainSet({ domain: custom ?? input.generatedDomain }),
  ]
}

/** Returns the generated host of an instance: `<name>-<6 random>.<external domain>` in lower case (platform notes §2). */
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
