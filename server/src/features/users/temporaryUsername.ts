/** Returns the name of a user whose own name another organization has claimed with its domain. */
export function temporaryUsername(id: string, host: string): string {
  return `${id}@temporary.${host}`
}

/** Whether a username or login name is one that a user got in the place of a claimed one, and has to replace. */
export function isTemporaryUsername(name: string): boolean {
  return /^\d+@temporary\./.test(name)
}
