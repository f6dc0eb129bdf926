const holders = new Set<symbol>()

/** Keeps the page from being left for a login by itself, until the returned function is called. */
export function holdPage(): () => void {
  const holder = Symbol()
  holders.add(holder)
  return () => holders.delete(holder)
}

/** Whether something would be lost if the page were left: what is typed, or a dialog that is open. */
export function isPageHeld(): boolean {
  return holders.size > 0 || document.querySelector('[role="dialog"]') !== null
}
