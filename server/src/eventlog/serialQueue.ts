/** `waited`: other work with the same key ran before. */
type Work<Result> = (waited: boolean) => Promise<Result>

/** Runs work with equal keys one after the other, in order; a failure does not stop the next. */
export function serialQueue(): <Result>(key: string, work: Work<Result>) => Promise<Result> {
  // Promises without results: entries of a map outlive many young collections, with everything they refer to.
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
