/** An organization that was chosen before. */
export interface KnownOrganization {
  readonly id: string
  readonly name: string
}

/** The name of a person's list: whoever logs in next in the same browser must not see it. */
const keyOf = (userId: string) => `console.recentOrganizations.${userId}`
const most = 5

/** Returns the organizations that a person chose last in this browser, the latest first. */
export function recentOrganizations(userId: string): readonly KnownOrganization[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isKnown) : []
  } catch {
    return []
  }
}

/** Puts an organization at the front of a person's list, if the browser keeps it. */
export function rememberOrganization(userId: string, chosen: KnownOrganization): void {
  const others = recentOrganizations(userId).filter(({ id }) => id !== chosen.id)
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify([chosen, ...others].slice(0, most)))
  } catch {
    // Storage that is full or blocked only leaves the list as it was.
  }
}

function isKnown(value: unknown): value is KnownOrganization {
  const { id, name } = (value ?? {}) as Record<string, unknown>
  return typeof id === 'string' && typeof name === 'string'
}
