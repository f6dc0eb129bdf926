import { z } from 'zod'
import type { EventSchemas } from '../../kernel/facet.ts'
import { type Level, type SettingName, settingKind, settingKinds, type Verb } from './kinds.ts'

/** What an event says about a setting. */
interface Meaning {
  readonly name: SettingName
  readonly verb: Verb
}

/** The five kinds of branding assets, by the words that name them in events. */
export const brandingAssets = {
  logo: 'logo',
  'logo.dark': 'logoDark',
  icon: 'icon',
  'icon.dark': 'iconDark',
  font: 'font',
} as const

export type BrandingAsset = keyof typeof brandingAssets

export const levels = ['instance', 'org'] as const satisfies readonly Level[]

const nothing = z.strictObject({})
const storeKey = z.strictObject({ storeKey: z.string() })

/** Events that a setting's definition gives rise to, by type. */
export const settingMeanings: ReadonlyMap<string, Meaning> = new Map(
  (Object.keys(settingKinds) as SettingName[]).flatMap((name) =>
    levels.flatMap((level) =>
      settingKind(name).verbs[level].map((verb) => [settingEventType(level, name, verb), { name, verb }]),
    ),
  ),
)

/** Payload schemas of every setting's events: the whole new value, or nothing for a reset. */
export const settingEvents: EventSchemas = Object.fromEntries([
  ...[...settingMeanings].map(([type, { name, verb }]) => [
    type,
    verb === 'removed' ? nothing : settingKind(name).schema,
  ]),
  ...levels.flatMap((level) => [
    [`${level}.policy.label.activated`, nothing],
    ...Object.keys(brandingAssets).flatMap((asset) => [
      [`${level}.policy.label.${asset}.added`, storeKey],
      [`${level}.policy.label.${asset}.removed`, nothing],
    ]),
  ]),
])

/** The public name of what happened to a setting at a level. */
export function settingEventType(level: Level, name: SettingName, verb: Verb): string {
  return `${level}.${settingKind(name).event}.${verb}`
}
