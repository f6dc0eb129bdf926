/** The most that a collection of entries may hold. */
export interface Bounds {
  readonly entries: number
  /** Of all names and values together. */
  readonly bytes: number
}

/** The metadata of one user or organization; every change of its owner writes it again. */
export const metadataBounds: Bounds = { entries: 1000, bytes: 524_288 }

/** The roles of one project, with their names and groups. */
export const projectRoleBounds: Bounds = { entries: 1000, bytes: 262_144 }
/** The grants of one project, with the keys of their roles. */
export const projectGrantBounds: Bounds = { entries: 2000, bytes: 1_048_576 }
/** The members of one project and of its grants together, with their roles. */
export const projectMemberBounds: Bounds = { entries: 1000, bytes: 262_144 }
/** The most authorizations that one user may have: they are removed in one commit with the user. */
export const authorizationsPerUser = 1000

/** The applications of one project, with their settings and keys. */
export const applicationBounds: Bounds = { entries: 500, bytes: 1_048_576 }

/** Whether a collection holds at most as many entries and bytes as its bounds say; values are counted in bytes. */
export function isWithin(entries: Iterable<readonly [name: string, bytes: number]>, bounds: Bounds): boolean {
  let count = 0
  let total = 0
  for (const [name, bytes] of entries) {
    count += 1
    total += Buffer.byteLength(name) + bytes
    if (count > bounds.entries || total > bounds.bytes) return false
  }
  return true
}

/** Returns the number of bytes that a base64 text stands for. */
export function base64Bytes(text: string): number {
  return Buffer.byteLength(text, 'base64')
}
