/** What became of one item, with the result of an act that succeeded. */
export type Outcome<Item, Result> =
  | { readonly item: Item; readonly done: true; readonly result: Result }
  | { readonly item: Item; readonly done: false; readonly error: unknown }

/** How many acts run at a time: enough to be quick, and few enough that others are served beside them. */
const atOnce = 4

/**
 * Runs an act for each item, a few at a time, and returns every outcome in the order of the items. An act that fails stops no other one;
 * after `signal` is aborted no further one begins, and the outcomes are those of the acts that ran.
 */
export async function runEach<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  { onOutcome, signal }: { onOutcome?(): void; readonly signal?: AbortSignal } = {},
): Promise<readonly Outcome<Item, Result>[]> {
  const outcomes: Outcome<Item, Result>[] = []
  const waiting = items.entries()
  const work = async () => {
    for (const [at, item] of waiting) {
      if (signal?.aborted) return
      outcomes[at] = await act(item).then(
        (result) => ({ item, done: true, result }),
        (error: unknown) => ({ item, done: false, error }),
      )
      onOutcome?.()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return outcomes.filter((outcome) => outcome !== undefined)
}
