/** What became of one item. */
export type Outcome<Item> =
  | { readonly item: Item; readonly done: true }
  | { readonly item: Item; readonly done: false; readonly error: unknown }

/** How many acts run at a time: enough to be quick, and few enough that others are served beside them. */
const atOnce = 4

/**
 * Runs an act for each item, a few at a time, and returns every outcome in the order of the items. An act that fails stops no other one;
 * after `signal` is aborted no further one begins, and the outcomes are those of the acts that ran.
 */
export async function runEach<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
  { onOutcome, signal }: { onOutcome?(outcome: Outcome<Item>): void; readonly signal?: AbortSignal } = {},
): Promise<readonly Outcome<Item>[]> {
  const outcomes: Outcome<Item>[] = []
  const waiting = items.entries()
  const work = async () => {
    for (const [at, item] of waiting) {
      if (signal?.aborted) return
      const outcome = await act(item).then(
        (): Outcome<Item> => ({ item, done: true }),
        (error: unknown): Outcome<Item> => ({ item, done: false, error }),
      )
      outcomes[at] = outcome
      onOutcome?.(outcome)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return outcomes.filter((outcome) => outcome !== undefined)
}
