import { applicationBounds, isWithin } from '../../../kernel/bounds.ts'
import { refuse } from '../../../kernel/refusal.ts'

export const projectTooLarge = refuse(
  'applications.project_too_large',
  'failed_precondition',
  `a project holds at most ${applicationBounds.entries} applications of ${applicationBounds.bytes / 1024} kB together; remove some, or add the application to another project`,
)

/** Whether the apps of a project, by id, stay within `applicationBounds`. */
export function withinBounds(apps: Readonly<Record<string, object>>): boolean {
  const sizes = Object.entries(apps).map(([id, app]) => [id, Buffer.byteLength(JSON.stringify(app))] as const)
  return isWithin(sizes, applicationBounds)
}
