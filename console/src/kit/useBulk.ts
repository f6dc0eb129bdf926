import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sendReally } from '../api/firstChange.ts'
import { problemOf } from '../api/problem.ts'
import { runEach } from './runEach.ts'
import { type Reason, useReason } from './useReason.ts'

/** Brings back the state that a thing had right before an act. Throws if somebody has changed the thing since, whose change stays. */
export type Undo = () => Promise<unknown>

/**
 * An act on one of several things. Returns how it is undone, an error that says why it cannot be, or nothing if it changed nothing or is
 * known to be final. An undo never passes through a state that gives more than the one before the act.
 */
export type BulkRun<Item> = (item: Item) => Promise<Undo | Error | undefined>

/** A thing for which the act failed, or cannot be undone. */
export interface Failed<Item> {
  readonly item: Item
  readonly error: unknown
}

/** An act on several things, as far as it has come. */
export interface Bulk<Item> {
  readonly state: 'asking' | 'running' | 'done'
  /** Whether it is now about taking the act back. */
  readonly isUndo: boolean
  readonly total: number
  /** How many have had their turn. */
  readonly tried: number
  /** Those for which it failed; undefined until all had their turn. */
  readonly failed: readonly Failed<Item>[] | undefined
  /** Those that the act changed for good. */
  readonly lasting: readonly Failed<Item>[]
  run(items: readonly Item[]): Promise<void>
  /** Why it is done, and why it is taken back. */
  readonly reason: Reason
  /** Runs the act for one item alone, for looking at what this sends. */
  readonly act: BulkRun<Item>
  /** Takes back what was changed, and again what could not be for lack of a connection or a login; undefined if there is nothing. */
  readonly undo: (() => Promise<void>) | undefined
}

interface Step<Item> {
  readonly isUndo: boolean
  readonly total: number
  readonly failed?: readonly Failed<Item>[]
  readonly lasting?: readonly Failed<Item>[]
  readonly undos?: readonly { readonly item: Item; readonly undo: Undo }[]
}

/** Runs an act on things one by one; all reads are repeated once, at the end. */
export function useBulk<Item>(act: BulkRun<Item>): Bulk<Item> {
  const client = useQueryClient()
  const reason = useReason()
  const [tried, setTried] = useState(0)
  const [step, setStep] = useState<Step<Item>>({ isUndo: false, total: 0 })
  const go = async <Each>(
    isUndo: boolean,
    each: readonly Each[],
    itemOf: (one: Each) => Item,
    run: BulkRun<Each>,
    lastingBefore: readonly Failed<Item>[] = [],
  ) => {
    setTried(0)
    setStep({ isUndo, total: each.length, lasting: lastingBefore })
    const all = () => runEach(each, run, { onOutcome: () => setTried((count) => count + 1) })
    const outcomes = await sendReally(() => reason.give(all))
    // Taking it back has a reason of its own.
    reason.set('')
    await client.invalidateQueries()
    const mayTryAgain = (one: Each, error: unknown) =>
      isUndo && isPassing(error) ? [{ item: itemOf(one), undo: () => run(one) }] : []
    setStep({
      isUndo,
      total: each.length,
      failed: outcomes.flatMap((one) => (one.done ? [] : [{ item: itemOf(one.item), error: one.error }])),
      lasting: [
        ...lastingBefore,
        ...outcomes.flatMap((one) =>
          one.done && one.result instanceof Error ? [{ item: itemOf(one.item), error: one.result }] : [],
        ),
      ],
      undos: outcomes.flatMap((one) => {
        if (!one.done) return mayTryAgain(one.item, one.error)
        return typeof one.result === 'function' ? [{ item: itemOf(one.item), undo: one.result }] : []
      }),
    })
  }
  const { isUndo, total, failed, lasting = [], undos = [] } = step
  return {
    state: failed ? 'done' : total > 0 ? 'running' : 'asking',
    isUndo,
    total,
    tried,
    failed,
    lasting,
    reason,
    act: (item) => reason.give(() => act(item)),
    run: (items) => go(false, items, (item) => item, act),
    undo:
      undos.length === 0
        ? undefined
        : () =>
            go(
              true,
              undos,
              ({ item }) => item,
              async ({ undo }) => {
                await undo()
                return undefined
              },
              lasting,
            ),
  }
}

/** Whether an act may succeed if it is tried again: the connection failed, or the login has ended. */
function isPassing(error: unknown): boolean {
  const { kind } = problemOf(error)
  return kind === 'unreachable' || kind === 'stale_login'
}
