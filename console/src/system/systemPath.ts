/** Whether an address below `/ui/console` is one of the pages of system users, which need no login. */
export function isSystemPath(path: string): boolean {
  return /^\/instances(\/[^/]+)?\/?$/.test(path)
}
