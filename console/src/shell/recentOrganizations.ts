/** An organization that was chosen before. */
export interface KnownOrganization {
  readonly id: string
  readonly name: string
}

const key = 'console.recentOrganizations'
const most = 5

/** Returns the organizations that were chosen last in this browser, the latest first. */
export function recentOrganizations(): readonly KnownOrganization[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isKnown) : []
  } catch {
    return []
  }
}

/** Puts an organization at the front. */
export function rememberOrganization(chosen: KnownOrganization): void {
  const others = recentOrganizations().filter(({ id }) => id !== chosen.id)
  localStorage.setItem(key, JSON.stringify([chosen, ...others].slice(0, most)))
}

function isKnown(value: unknown): value is KnownOrganization {
  const { id, name } = (value ?? {}) as Record<string, unknown>
  return typeof id === 'string' && typeof name === 'string'
}
