import { applicationBounds, isWithin } from '../../../kernel/bounds.ts'
import type { Json } from '../../../kernel/json.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { ApplicationsState } from '../state.ts'

export const projectTooLarge = refuse(
  'applications.project_too_large',
  'failed_precondition',
  `a project holds at most ${applicationBounds.entries} applications of ${applicationBounds.bytes / 1024} kB together; remove some, or add the application to another project`,
)

/** Whether the apps of a project stay within `applicationBounds` with this many more of them, and with these settings or this key. */
export function withinBounds(
  apps: ApplicationsState,
  more: { readonly adds: 0 | 1; readonly with: Json | object },
): boolean {
  const sizes = Object.entries(apps).map(([id, app]) => [id, bytesOf(app)] as const)
  const added = ['', bytesOf(more.with)] as const
  const { entries, bytes } = applicationBounds
  return isWithin([...sizes, added], { entries: entries + 1 - more.adds, bytes })
}

function bytesOf(value: object | Json): number {
  return Buffer.byteLength(JSON.stringify(value))
}
