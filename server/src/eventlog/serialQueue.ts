/** Is told whether it had to wait for other work with its key. */
type Work<Result> = (waited: boolean) => Promise<Result>

/** Runs work with equal keys one after the other in the order it came; a failure does not stop what follows. */
export function serialQueue(): <Result>(key: string, work: Work<Result>) => Promise<Result> {
  const tails = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = tails.get(key)
    const late = () => work(true)
    const own = before === undefined ? work(false) : before.then(late, late)
    tails.set(key, own)
    const clear = () => {
      if (tails.get(key) === own) tails.delete(key)
    }
    own.then(clear, clear)
    return own
  }
}
