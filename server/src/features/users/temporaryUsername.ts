/** Returns the name of a user whose own name another organization has claimed with its domain. */
export function temporaryUsername(id: string, host: string): string {
  return `${id}@temporary.${host}`
}

/**
 * Whether a username or login name is one that a user got in the place of a claimed one, and has to replace. The ids of this program have
 * 18 or 19 digits; a shorter number at such a domain is a name of somebody's choice.
 */
export function isTemporaryUsername(name: string): boolean {
  return /^\d{18,19}@temporary\./.test(name)
}
