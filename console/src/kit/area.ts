import type { ComponentType } from 'react'

/** A link of the navigation. */
export interface NavigationEntry {
  /** The path of a route. */
  readonly to: string
  readonly text: string
  readonly icon: ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>
  /** The rights of which one is enough to see the entry; nobody lacks an empty list. */
  readonly needs: readonly string[]
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

/** A part of the console; its routes stand beside it, in `areas.ts`. */
export interface Area {
  readonly name: string
  readonly navigation: readonly NavigationEntry[]
  readonly commands: readonly Command[]
}
