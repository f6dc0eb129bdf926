import { z } from 'zod'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventDefinition, type EventOf, type EventValue } from '../../kernel/events.ts'
import type { JsonObject } from '../../kernel/json.ts'
import {
  type SettingName,
  type SettingValue,
  settingKind,
  type settingKinds,
  settingNames,
  type Verb,
} from './kinds.ts'

const nothing = z.strictObject({})
type Nothing = z.infer<typeof nothing>

type Kinds = typeof settingKinds
type SettingEvents<Of extends Level> = {
  readonly [Name in SettingName]: {
    readonly [Does in Kinds[Name]['verbs'][Of][number]]: EventValue<
      `${Of}.${Kinds[Name]['event']}.${Does}`,
      Does extends 'removed' ? Nothing : SettingValue<Name>
    >
  }
}

/** The events of each kind of setting by level and verb. The payload is the whole new value; `removed` has none. */
export const settingEvents = { instance: settingEventsOf('instance'), org: settingEventsOf('org') }

const assetEvents = <Of extends Level, Word extends string>(level: Of, word: Word) => ({
  added: defineEvent(`${level}.policy.label.${word}.added`, z.strictObject({ storeKey: z.string() })),
  removed: defineEvent(`${level}.policy.label.${word}.removed`, nothing),
})

const brandingEventsOf = <Of extends Level>(level: Of) => ({
  activated: defineEvent(`${level}.policy.label.activated`, nothing),
  assets: {
    logo: assetEvents(level, 'logo'),
    logoDark: assetEvents(level, 'logo.dark'),
    icon: assetEvents(level, 'icon'),
    iconDark: assetEvents(level, 'icon.dark'),
    font: assetEvents(level, 'font'),
  },
})

/** The events of a branding besides its values: activation, and the assets of the prepared version. */
export const brandingEvents = { instance: brandingEventsOf('instance'), org: brandingEventsOf('org') }

/** An asset of a branding, by its member of the value. */
export type BrandingAsset = keyof (typeof brandingEvents)['org']['assets']
/** The kinds of files that a branding has. */
export const brandingAssets = Object.keys(brandingEvents.org.assets) as readonly BrandingAsset[]

export type SettingEvent = EventOf<typeof settingEvents>
export type BrandingEvent = EventOf<typeof brandingEvents>

/** All definitions of `brandingEvents`. */
export const brandingDefinitions: readonly EventDefinition<BrandingEvent['type']>[] = Object.values(
  brandingEvents,
).flatMap(({ activated, assets }) => [activated, ...Object.values(assets).flatMap(Object.values)])

/** All definitions of `settingEvents` and `brandingEvents`. */
export const settingDefinitions: readonly EventDefinition<(SettingEvent | BrandingEvent)['type']>[] = [
  ...Object.values(settingEvents).flatMap((kinds) => Object.values(kinds).flatMap(Object.values)),
  ...brandingDefinitions,
]

/** The definition by level, kind and verb, its payload type forgotten; throws if the kind lacks the verb at the level. */
export function settingEvent(level: Level, name: SettingName, verb: Verb): EventValue<string, JsonObject> {
  const events = settingEvents[level][name] as unknown as Partial<
    Record<Verb, EventValue<string, JsonObject>>
  >
  const event = events[verb]
  if (event === undefined) throw new Error(`${name} has no event ${verb} at level ${level}`)
  return event
}

function settingEventsOf<Of extends Level>(level: Of): SettingEvents<Of> {
  const events = settingNames.map((name) => {
    const { event, schema, verbs } = settingKind(name)
    const byVerb = verbs[level].map((verb) => {
      const payload: z.ZodType<JsonObject> = verb === 'removed' ? nothing : schema
      return [verb, defineEvent(`${level}.${event}.${verb}`, payload)]
    })
    return [name, Object.fromEntries(byVerb)]
  })
  return Object.fromEntries(events)
}
