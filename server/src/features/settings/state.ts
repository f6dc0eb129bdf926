import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { brandingAssets, levels, settingEvents, settingMeanings } from './events.ts'
import { type SettingName, type SettingValue, settingKey } from './kinds.ts'
import { settingRows } from './rows.ts'

/** One setting as its owner has it. */
export type SettingEntry = {
  readonly value: JsonObject
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The settings an instance or organization has of its own, by key; `exists` once the owner itself was added. */
export type SettingsState = {
  readonly exists: boolean
  readonly entries: { readonly [key: string]: SettingEntry }
}

const initial: SettingsState = { exists: false, entries: {} }

/** All settings of an instance or organization. */
export const settingsFacet: Facet<SettingsState> = {
  name: 'settings',
  streams: ['instance', 'org'],
  events: settingEvents,
  initial,
  evolve,
  rows: settingRows,
}

/** The own value of a setting that exists once per owner; undefined when the owner has none. */
export function ownSetting<Name extends SettingName>(
  state: SettingsState,
  name: Name,
): SettingValue<Name> | undefined {
  return state.entries[name]?.value as SettingValue<Name> | undefined
}

function evolve(state: SettingsState, event: Recorded): SettingsState {
  switch (event.type) {
    case 'instance.added':
    case 'org.added':
      return { ...state, exists: true }
    case 'instance.removed':
    case 'org.removed':
      return initial
    default: {
      const meaning = settingMeanings.get(event.type)
      if (meaning === undefined) return evolveBranding(state, event)
      if (meaning.verb === 'removed') return without(state, keysOf(meaning.name))
      return withEntry(state, settingKey(meaning.name, event.payload), event.payload, event)
    }
  }
}

/** Activation copies; assets change the version that is being prepared. */
function evolveBranding(state: SettingsState, event: Recorded): SettingsState {
  const change = brandingChanges.get(event.type)
  const prepared = state.entries['label']
  if (change === undefined || prepared === undefined) return state
  return change === 'activated'
    ? withEntry(state, 'activeLabel', prepared.value, event)
    : withEntry(state, 'label', { ...prepared.value, [change]: event.payload['storeKey'] ?? '' }, event)
}

const brandingChanges: ReadonlyMap<string, string> = new Map(
  levels.flatMap((level) => [
    [`${level}.policy.label.activated`, 'activated'] as const,
    ...Object.entries(brandingAssets).flatMap(([asset, member]) => [
      [`${level}.policy.label.${asset}.added`, member] as const,
      [`${level}.policy.label.${asset}.removed`, member] as const,
    ]),
  ]),
)

function keysOf(name: SettingName): readonly string[] {
  return name === 'label' ? ['label', 'activeLabel'] : [name]
}

function withEntry(state: SettingsState, key: string, value: JsonObject, event: Recorded): SettingsState {
  const createdAt = state.entries[key]?.createdAt ?? event.createdAt
  const entry = { value, createdAt, changedAt: event.createdAt, sequence: event.sequence }
  return { ...state, entries: { ...state.entries, [key]: entry } }
}

function without(state: SettingsState, keys: readonly string[]): SettingsState {
  const left = Object.entries(state.entries).filter(([key]) => !keys.includes(key))
  return { ...state, entries: Object.fromEntries(left) }
}
