/** Runs work with equal keys one after the other in the order it came; a failure does not stop what follows. */
export function serialQueue(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const tails = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = tails.get(key)
    const own = before === undefined ? work() : before.then(work, work)
    tails.set(key, own)
    const clear = () => {
      if (tails.get(key) === own) tails.delete(key)
    }
    own.then(clear, clear)
    return own
  }
}
