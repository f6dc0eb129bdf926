import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { type Head, renderHead } from './head.ts'
import type { LogKey } from './logKey.ts'
import { addSeals, hasSeal, isSettled, keepSeal, lockSeals, type Mark, markLog } from './seals.ts'

/** Seals the log in the background, so that an append costs nothing more. */
export interface Sealer {
  /** To be called after commits; within ten seconds their events are sealed. */
  committed(): void
  /**
   * Seals everything committed before the call. With `adopts`, accepts its events without keyed hashes; with `keeps`, the seal is
   * never merged into a later one. Throws `log.unsettled` after a minute in which an older transaction did not end.
   */
  seal(options?: Pick<Sealing, 'adopts' | 'keeps'>): Promise<Head>
  /** Seals what was committed before the call, unless an older transaction runs on. */
  trySeal(): Promise<void>
  close(): Promise<void>
}

const unsettled = refuse(
  'log.unsettled',
  'unavailable',
  'a transaction on the database server has been running for too long; end it and try again',
)

const sealsGone = refuse(
  'log.seals_gone',
  'failed_precondition',
  'the log no longer contains the last seal that this process made; somebody removed it or restored an older database: examine the log with log verify --since HEAD, then restart',
)

const sealEvery = 10_000
const settlePolls = 3_000
const fewPolls = 5
const settlePause = 20

/** Opens the sealer of a process. Several processes may seal one log: each continues after the last seal. */
export function openSealer(on: {
  readonly database: Database
  readonly key: LogKey
  readonly logger: Pick<Logger, 'debug' | 'warn'>
  readonly clock: Pick<Clock, 'pause'>
}): Sealer {
  const { database, key, logger, clock } = on
  let timer: NodeJS.Timeout | undefined
  let sealing: Promise<unknown> = Promise.resolve()
  let unsealed = false
  let closed = false
  /** The last seal of this process. Without it the log is sealed no more, or new seals would hide what is missing. */
  let known: Head | undefined
  /** Kept until it is settled, so that long transactions that overlap each other only delay seals. */
  let pending: Mark | undefined

  const sealPending = async (
    polls: number,
    how: Pick<Sealing, 'adopts' | 'keeps'> = {},
  ): Promise<Head | undefined> => {
    pending ??= await markLog(database.query)
    const mark = pending
    for (let poll = 0; !(await isSettled(database.query, mark)); poll++) {
      if (poll >= polls) return undefined
      await clock.pause(settlePause)
    }
    if (pending === mark) pending = undefined
    const head = await sealUpTo(database, key, mark, { ...how, known })
    known = head
    logger.debug({ head: renderHead(head) }, 'sealed the log')
    return head
  }
  const sealLater = () => {
    if (closed || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      unsealed = false
      sealing = sealPending(fewPolls)
        .catch((error: unknown) => logger.warn({ err: error }, 'the log could not be sealed; trying again'))
        .then((head) => head ?? committed())
    }, sealEvery)
    timer.unref()
  }
  const committed = () => {
    unsealed = true
    sealLater()
  }
  return {
    committed,
    async seal(how) {
      await sealing
      pending = undefined
      const head = await sealPending(settlePolls, how)
      if (head === undefined) throw new DomainError(unsettled)
      return head
    },
    async trySeal() {
      await sealing
      await sealPending(fewPolls)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await sealing
      if (!unsealed) return
      await sealPending(0).catch((error: unknown) => {
        logger.debug({ err: error }, 'the log could not be sealed at the end; the next append has it sealed')
      })
    },
  }
}

interface Sealing {
  readonly adopts?: boolean
  readonly keeps?: boolean
  /** A seal that the log must contain. */
  readonly known: Head | undefined
}

async function sealUpTo(
  database: Database,
  key: LogKey,
  mark: Mark,
  { adopts, keeps, known }: Sealing,
): Promise<Head> {
  return database.session(async (query) => {
    await query('begin isolation level read committed')
    await query('set local statement_timeout = 0')
    await lockSeals(query)
    if (known !== undefined && !(await hasSeal(query, key, known))) throw new DomainError(sealsGone)
    const seal = await addSeals(query, key, mark, adopts)
    if (seal !== undefined && keeps) await keepSeal(query, seal)
    await query('commit')
    if (seal === undefined) throw new Error('the log has no first seal; run log verify')
    return { number: seal.number, mac: seal.mac }
  })
}
