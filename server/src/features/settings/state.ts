import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { instanceAdded } from '../instances/events.ts'
import { orgAdded, orgRemoved } from '../organizations/events.ts'
import {
  type BrandingEvent,
  brandingAssets,
  brandingEvents,
  type SettingEvent,
  settingDefinitions,
  settingEvent,
} from './events.ts'
import {
  levels,
  type SettingName,
  type SettingValue,
  settingKey,
  settingKind,
  settingNames,
} from './kinds.ts'
import { settingRows } from './rows.ts'

/** An owner's own setting. */
export type SettingEntry = {
  readonly value: JsonObject
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The own settings of an instance or organization, by key; `exists` from the owner's first event on. */
export type SettingsState = {
  readonly exists: boolean
  readonly entries: { readonly [key: string]: SettingEntry }
}

const initial: SettingsState = { exists: false, entries: {} }

type OwnerEvent = EventOf<typeof instanceAdded | typeof orgAdded | typeof orgRemoved>

/** The own settings of an instance or organization. */
export const settingsFacet: Facet<SettingsState, SettingEvent | BrandingEvent | OwnerEvent> = {
  name: 'settings',
  streams: ['instance', 'org'],
  events: settingDefinitions,
  hears: [instanceAdded, orgAdded, orgRemoved],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case instanceAdded.type:
      case orgAdded.type:
        return { ...state, exists: true }
      case orgRemoved.type:
        return initial
      default:
        return changes.get(event.type)?.(state, event) ?? state
    }
  },
  rows: settingRows,
}

/** Returns the own value of a setting that exists once per owner; undefined if the owner has none. */
export function ownSetting<Name extends SettingName>(
  state: SettingsState,
  name: Name,
): SettingValue<Name> | undefined {
  return state.entries[name]?.value as SettingValue<Name> | undefined
}

type Change = (state: SettingsState, event: Recorded) => SettingsState

/** The changes of state by event type, as the table of kinds defines them. */
const changes: ReadonlyMap<string, Change> = new Map<string, Change>(
  levels.flatMap((level) => {
    const { activated, assets } = brandingEvents[level]
    return [
      ...settingNames.flatMap((name) =>
        settingKind(name).verbs[level].map((verb): [string, Change] => [
          settingEvent(level, name, verb).type,
          verb === 'removed' ? without(name) : withValue(name),
        ]),
      ),
      [activated.type, copyLabel('activeLabel', () => ({}))],
      ...brandingAssets.flatMap((asset): [string, Change][] => [
        [assets[asset].added.type, copyLabel('label', ({ storeKey = '' }) => ({ [asset]: storeKey }))],
        [assets[asset].removed.type, copyLabel('label', () => ({ [asset]: '' }))],
      ]),
    ]
  }),
)

function withValue(name: SettingName): Change {
  return (state, event) => withEntry(state, settingKey(name, event.payload), event.payload, event)
}

/** Resetting a branding also removes the version that logins show. */
function without(name: SettingName): Change {
  const keys: readonly string[] = name === 'label' ? ['label', 'activeLabel'] : [name]
  return (state) => {
    const left = Object.entries(state.entries).filter(([key]) => !keys.includes(key))
    return { ...state, entries: Object.fromEntries(left) }
  }
}

/** Copies the prepared branding, changed; without one nothing happens. */
function copyLabel(to: 'label' | 'activeLabel', change: (payload: JsonObject) => JsonObject): Change {
  return (state, event) => {
    const prepared = state.entries['label']
    if (prepared === undefined) return state
    return withEntry(state, to, { ...prepared.value, ...change(event.payload) }, event)
  }
}

function withEntry(state: SettingsState, key: string, value: JsonObject, event: Recorded): SettingsState {
  const createdAt = state.entries[key]?.createdAt ?? event.createdAt
  const entry = { value, createdAt, changedAt: event.createdAt, sequence: event.sequence }
  return { ...state, entries: { ...state.entries, [key]: entry } }
}
