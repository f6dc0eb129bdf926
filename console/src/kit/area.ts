import type { ComponentType } from 'react'
import type { RightPlace } from '../api/rights.ts'

/** A link of the navigation. */
export interface NavigationEntry {
  /** The path of a route. */
  readonly to: string
  readonly text: string
  readonly icon: ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>
  /** The rights of which one is enough to see the entry; nobody lacks an empty list. */
  readonly needs: readonly string[]
  /** Where the rights must be held; any project of the organization counts unless given. */
  readonly at?: RightPlace
  /** `instance` for what exists only once, and so is hidden while an organization is chosen. */
  readonly level?: 'instance' | 'organization'
  /** The key that opens the page after `g`. */
  readonly jump?: string
}

/** A line of the command palette. */
export interface Command {
  readonly text: string
  /** Further words by which it is found. */
  readonly words?: string
  readonly to: string
  readonly needs: readonly string[]
}

/** A page of settings, as the list of all settings shows it. */
export interface SettingEntry {
  /** The path of a route below `/settings`. */
  readonly to: string
  readonly group: SettingGroup
  readonly title: string
  /** What is decided there, in one sentence. */
  readonly text: string
  /** The right to read it, at each level that has it. */
  readonly needs: { readonly instance?: string; readonly organization?: string }
}

/** The groups of settings, in their order. */
export const settingGroups = [
  'Sign-in',
  'Looks and texts',
  'People',
  'Delivery',
  'Security',
  'Instance',
] as const
/** The name of a group of settings. */
export type SettingGroup = (typeof settingGroups)[number]

/** A part of the console; its routes stand beside it, in `areas.ts`. */
export interface Area {
  readonly name: string
  readonly navigation: readonly NavigationEntry[]
  readonly commands: readonly Command[]
  /** Its pages in the list of all settings. */
  readonly settings?: readonly SettingEntry[]
}
