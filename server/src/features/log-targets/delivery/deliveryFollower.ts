import type { Follower } from '../../../jobs/follower.ts'
import type { JobOutcome } from '../../../jobs/jobMetrics.ts'
import { isUnavailable } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { deliver, gathering } from './deliver.ts'
import { hasTargets, settleDeliveries } from './deliveryRows.ts'
import { deliveryGauges } from './gauges.ts'
import { giveBack, type Lease, takeLeases } from './lease.ts'
import { roomBeside } from './places.ts'

const name = 'log_targets.deliver'

/** Milliseconds after which a process looks for due targets without being woken, and after which the rows of deliveries are settled. */
const lookEvery = 1000
const settleEvery = 60_000

/** Milliseconds before the next attempt after a failure of this server, such as that of its database. */
const faultPause = 5000

/** Delivers to the due targets of all instances, each by one process at a time. */
export function deliveryFollower(deps: Deps): Follower {
  return {
    name,
    gauges: deliveryGauges(deps),
    async run(signal, count) {
      const running = { going: new Map<Promise<void>, string>(), failing: new Map<Promise<void>, string>() }
      let settledAt = Number.NEGATIVE_INFINITY
      let deliveredAt = Number.NEGATIVE_INFINITY
      const anyTarget = cachedFor(lookEvery, () => hasTargets(deps))
      await deps.log.follow({
        name,
        signal,
        async step() {
          if (performance.now() - settledAt > settleEvery) {
            await settleDeliveries(deps)
            settledAt = performance.now()
          }
          if (!(await anyTarget())) return lookEvery
          for (const kind of ['going', 'failing'] as const) {
            const room = roomBeside(kind, [...running[kind].values()])
            for (const lease of room.free > 0 ? await takeLeases(deps, kind, room) : []) {
              const delivery = deliverSafely(deps, lease, signal, count).finally(() => {
                running[kind].delete(delivery)
                deliveredAt = performance.now()
              })
              running[kind].set(delivery, lease.target.instance_id)
            }
          }
          // Events that woke this process while their target gathered them are due soon.
          return performance.now() - deliveredAt < lookEvery ? gathering : lookEvery
        },
      })
      await Promise.all([...running.going.keys(), ...running.failing.keys()])
    },
  }
}

/** Returns the last result of a read for so many milliseconds: a server without targets is woken by every commit, too. */
function cachedFor(milliseconds: number, read: () => Promise<boolean>): () => Promise<boolean> {
  let readAt = Number.NEGATIVE_INFINITY
  let last = false
  return async () => {
    if (performance.now() - readAt < milliseconds) return last
    last = await read()
    readAt = performance.now()
    return last
  }
}

/** Delivers; a fault of this server is logged, and the lease is given back or runs out. */
async function deliverSafely(
  deps: Deps,
  lease: Lease,
  signal: AbortSignal,
  count: (outcome: JobOutcome) => void,
): Promise<void> {
  try {
    await deliver(deps, lease, signal, count)
  } catch (error) {
    const { instance_id: instanceId, target_id: logTarget } = lease.target
    const level = isUnavailable(error) ? 'debug' : 'error'
    deps.logger[level](
      { err: error, instanceId, logTarget },
      'the delivery to a log target failed; trying again',
    )
    count('failed')
    await giveBack(deps, lease, faultPause).catch(() => undefined)
  }
}
