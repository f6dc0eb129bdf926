/** Is told whether it had to wait for other work with its key. */
type Work<Result> = (waited: boolean) => Promise<Result>

/** Runs work with equal keys one after the other in the order it came; a failure does not stop what follows. */
export function serialQueue(): <Result>(key: string, work: Work<Result>) => Promise<Result> {
  // Ends without results: what a map once held outlives many young collections, and all that it leads to with it.
  const ends = new Map<string, Promise<void>>()
  return (key, work) => {
    const before = ends.get(key)
    const own = before === undefined ? work(false) : before.then(() => work(true))
    const clear = () => {
      if (ends.get(key) === end) ends.delete(key)
    }
    const end: Promise<void> = own.then(clear, clear)
    ends.set(key, end)
    return own
  }
}
