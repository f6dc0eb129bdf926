import type { Actor } from '../scenarios.ts'
import { steadyPace } from '../steadyPace.ts'
import type { Kind } from './mix.ts'

/** Connections of each kind. */
const connections = 2
/** Turns of a connection before a new one with another person takes its place, as clients come and go. */
const turnsOfConnection = 100
/** Milliseconds after which a step without a reply has failed. */
const patience = 30_000
/** Failures that are kept as text. */
const shownFailures = 5

/** What a mixed load has done so far. */
export interface Progress {
  requests: number
  failed: number
  /** The first different failures. */
  readonly failures: Set<string>
  /** Milliseconds of the steps since they were last taken out, from the instant at which each was due. */
  took: number[]
}

/** Sends all kinds of requests by their shares at a steady rate, whatever the replies take; a failed step does not end the load. */
export async function mixedLoad(
  kinds: readonly Kind[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  progress: Progress,
): Promise<void> {
  const crews = await Promise.all(kinds.map((kind) => openCrew(kind, progress)))
  const choose = byShare(kinds)
  // Steps of a kind with several requests come the more rarely.
  const requestsOfStep = 1 / kinds.reduce((sum, { share, requests }) => sum + share / requests / 100, 0)
  await steadyPace({ perSecond: perSecond / requestsOfStep, seconds }, (due) => crews[choose()]?.begin(due))
  await Promise.all(crews.map((crew) => crew.close()))
}

/** Returns the kinds' positions in an even order in which each has its share of the requests. */
export function byShare(kinds: readonly Pick<Kind, 'share' | 'requests'>[]): () => number {
  const weights = kinds.map(({ share, requests }) => share / requests)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const credits = weights.map(() => 0)
  return () => {
    let chosen = 0
    for (const [at, weight] of weights.entries()) {
      credits[at] = (credits[at] ?? 0) + weight
      if ((credits[at] ?? 0) > (credits[chosen] ?? 0)) chosen = at
    }
    credits[chosen] = (credits[chosen] ?? 0) - total
    return chosen
  }
}

/** The connections of a kind. */
interface Crew {
  /** Takes a step on a connection that has none under way, or as soon as there is one. */
  begin(due: number): void
  /** Waits for the steps that have begun. */
  close(): Promise<void>
}

interface Member {
  actor: Actor
  step: number
  turns: number
}

async function openCrew(kind: Kind, progress: Progress): Promise<Crew> {
  const member = async (): Promise<Member> => ({ actor: await kind.open(), step: 0, turns: 0 })
  const free: Member[] = []
  for (let at = 0; at < connections; at++) free.push(await member())
  const waiting: number[] = []
  const running = new Set<Promise<void>>()
  const fail = (error: unknown) => {
    progress.failed++
    const text = `${kind.name}: ${error instanceof Error ? error.message : error}`.slice(0, 500)
    if (progress.failures.size < shownFailures) progress.failures.add(text)
  }
  const reopen = async (one: Member) => {
    one.actor.close()
    try {
      Object.assign(one, await member())
    } catch (error) {
      fail(error)
      // The next step fails, and opens it again.
      Object.assign(one, { actor: { steps: [() => Promise.reject(error)], close: () => undefined }, step: 0 })
    }
  }
  const take = async (one: Member, due: number): Promise<void> => {
    const { steps } = one.actor
    try {
      await soon(steps[one.step]?.() ?? Promise.resolve())
      one.step = (one.step + 1) % steps.length
      if (one.step === 0) one.turns++
      if (one.turns === (kind.turns ?? turnsOfConnection)) await reopen(one)
    } catch (error) {
      fail(error)
      await reopen(one)
    }
    progress.requests += kind.requests
    progress.took.push(performance.now() - due)
    const next = waiting.shift()
    if (next === undefined) free.push(one)
    else await take(one, next)
  }
  return {
    begin(due) {
      const one = free.shift()
      if (one === undefined) waiting.push(due)
      else {
        const taken: Promise<void> = take(one, due).finally(() => running.delete(taken))
        running.add(taken)
      }
    },
    async close() {
      await Promise.all(running)
      for (const { actor } of free) actor.close()
    },
  }
}

function soon(step: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no reply within ${patience / 1000} s`)), patience)
  })
  return Promise.race([step, late]).finally(() => clearTimeout(timer))
}
