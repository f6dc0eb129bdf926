import { availableParallelism } from 'node:os'
import { memoryUsage, threadCpuUsage } from 'node:process'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Milliseconds between two looks at the load of the process. */
const period = 1_000
/** Shares of a core that the main thread takes: from the first on a process is busy, below the second it is calm. */
const shares = { busy: 0.35, calm: 0.25 } as const
/** The share of a period in which a process is idle that runs its event loop no longer. */
const idleShare = 0.02
/**
 * Looks in a row: calm ones until a busy process is calm, idle or calm ones before the heap goes back to the system, and any until it
 * does so for the first time.
 */
const looks = { calm: 20, back: { idle: 60, calm: 300, start: 3 } } as const
/** Bytes that the heap must have grown by since it last went back. */
const worthwhile = 24 * 2 ** 20
/** Bytes of the space for new objects of a calm process, both halves; V8 would let it double up to 64 MiB. */
const calmYoung = 8 * 2 ** 20
/** Threads that look for garbage beside the main thread; V8 takes four, for which the main thread waits if there are only two processors. */
const markers = Math.max(1, availableParallelism() - 1)
/** A space that is full reports somewhat less than its capacity. */
const fullShare = 0.75

/** The load and the memory of the process at one look. */
export interface Look {
  /** Of a core, of the main thread. */
  readonly cpu: number
  /** The share of the period in which the event loop ran. */
  readonly utilization: number
  /** Bytes of the heap, and of its space for new objects. */
  readonly heap: number
  readonly young: number
}

/** The state of the process after the looks so far. */
export interface Pace {
  /** Whether the heap is kept small. */
  readonly calm: boolean
  /** Looks since the heap last went back, and of them those in a row at which the process was calm and idle. */
  readonly looks: number
  readonly calmLooks: number
  readonly idleLooks: number
  /** Bytes of the heap when it last went back to the system; undefined before the first time. */
  readonly kept: number | undefined
}

/** The pace of a process that starts. */
export const startingPace: Pace = { calm: true, looks: 0, calmLooks: 0, idleLooks: 0, kept: undefined }

/** Returns the pace after a look: a process is busy at once, and calm after some time. */
export function paceAfter(pace: Pace, { cpu, utilization }: Look): Pace {
  const calmLooks = cpu < shares.calm ? pace.calmLooks + 1 : 0
  const idleLooks = utilization <= idleShare ? pace.idleLooks + 1 : 0
  const calm = cpu < shares.busy && (pace.calm || calmLooks >= looks.calm)
  return { ...pace, calm, looks: pace.looks + 1, calmLooks, idleLooks }
}

/** Whether a process goes through its heap now, and gives back to the system what it does not need. */
export function givesBack(pace: Pace, { heap }: Look): boolean {
  if (pace.kept === undefined) return pace.calm && pace.looks >= looks.back.start
  const quiet = pace.idleLooks >= looks.back.idle || pace.calmLooks >= looks.back.calm
  return quiet && heap - pace.kept >= worthwhile
}

/**
 * The options of V8 for a pace. It reads them whenever it collects: how much old objects may grow until it does so again, and whether
 * the space for new ones doubles.
 */
export function optionsFor({ calm }: Pace, look: Look): readonly string[] {
  const mayGrow = !calm || look.young < calmYoung * fullShare
  return [`--heap-growing-percent=${calm ? 20 : 0}`, `--semi-space-growth-factor=${mayGrow ? 2 : 1}`]
}

/** Parameters of the function `gc` of V8 that are used here. */
type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void

/**
 * Lets the heap follow the load. While the main thread takes less than a quarter of a core, garbage waits only until it is a fifth of
 * what lives, and the space for new objects does not grow beyond 8 MiB: little CPU for much memory. A busy process has the limits of
 * V8, with which a request costs less. The garbage of the start goes back to the system after three seconds, and the memory of busy
 * times after a minute without load, or five with a little; V8 by itself keeps both. That takes about 150 ms, and for some seconds after
 * it requests cost up to twice the CPU, as the heap grows again. Compiled code stays, for 8 MiB: without it, V8 would have to compile
 * everything again after each pause.
 */
export function followLoad(): void {
  setFlagsFromString('--expose-gc')
  setFlagsFromString('--no-flush-bytecode')
  setFlagsFromString(`--concurrent-marking-max-worker-num=${markers}`)
  const collect: Collect = runInNewContext('gc')
  const look = lookout()
  let pace = startingPace
  let options: readonly string[] = []
  setInterval(() => {
    const seen = look()
    pace = paceAfter(pace, seen)
    const wanted = optionsFor(pace, seen)
    for (const option of wanted) if (!options.includes(option)) setFlagsFromString(option)
    options = wanted
    if (!givesBack(pace, seen)) return
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    pace = { ...startingPace, calm: pace.calm, kept: memoryUsage().heapTotal }
  }, period).unref()
}

/** Returns a function that looks at the load since its last call. */
function lookout(): () => Look {
  const now = () => ({
    at: performance.now(),
    cpu: threadCpuUsage(),
    loop: performance.eventLoopUtilization(),
  })
  let before = now()
  return () => {
    const { at, cpu, loop } = before
    before = now()
    const spent = before.cpu.user + before.cpu.system - cpu.user - cpu.system
    const forNew = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    return {
      cpu: spent / 1000 / (before.at - at),
      utilization: performance.eventLoopUtilization(before.loop, loop).utilization,
      heap: memoryUsage().heapTotal,
      young: forNew?.space_size ?? 0,
    }
  }
}
