import type { JobOutcome } from '../../../jobs/jobMetrics.ts'
import { type CommitCursor, followTrail, type TrailFilter } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import type { TargetRow } from '../queries.ts'
import { giveBack, giveBackFailed, type Lease, moveCursor, renewLease } from './lease.ts'
import { pauseAfter } from './pauseAfter.ts'
import { renderEvents } from './render.ts'
import { type NotSent, openSecrets, secretsLost, sendEvents } from './send.ts'

/** A request has at most this many events, and ends with the one by which their payloads reach this size in bytes. */
const batch = { limit: 500, mostBytes: 256 * 1024 }

/** The most milliseconds of one lease after which another request begins, so that other targets get their turn. */
const turn = 5000

/** Milliseconds until the next request to a target that has received everything: events of the meantime are sent together. */
export const gathering = 300

type Count = (outcome: JobOutcome) => void

/** Delivers what a target waits for, in the order of commits, until nothing settled is left, an attempt fails or `signal` aborts. */
export async function deliver(deps: Deps, taken: Lease, signal: AbortSignal, count: Count): Promise<void> {
  const secrets = await openSecrets(deps, taken.target)
  if (secrets === undefined) return failWithoutSecrets(deps, taken, count)
  let lease = taken
  const until = performance.now() + turn
  while (performance.now() < until && !signal.aborted) {
    const { target, cursor } = lease
    const { events, next } = await followTrail(deps, filterOf(target), { ...batch, after: cursor })
    const [first, last] = [events[0], events.at(-1)]
    if (first === undefined || last === undefined) {
      if (!(await moveCursor(deps, lease, next, []))) return
      if (isPresent(next)) return giveBack(deps, lease, gathering)
      lease = { ...lease, cursor: next }
      continue
    }
    if (!(await renewLease(deps, lease))) break
    const key = `${target.target_id}-${first.position}-${last.position}`
    const rendered = renderEvents(target.format, target.instance_id, events)
    const sent = await sendEvents(deps, target, secrets, { ...rendered, key })
    if (!sent.delivered) {
      count('failed')
      return fail(deps, lease, sent)
    }
    count('done')
    if (!(await moveCursor(deps, lease, next, events))) return
    if (lease.failures > 0) deps.logger.info(namesOf(target), 'a log target has recovered')
    lease = { ...lease, cursor: next, failures: 0 }
  }
  await giveBack(deps, lease, 0)
}

/** Whether everything that is settled has been examined; otherwise the events that were examined are of other instances, or filtered out. */
const isPresent = ({ position }: CommitCursor) => position === '0'

/** A target whose secrets were just replaced is taken again; one whose secrets are lost fails. */
async function failWithoutSecrets(deps: Deps, lease: Lease, count: Count): Promise<void> {
  if (!(await renewLease(deps, lease))) return giveBack(deps, lease, 0)
  count('failed')
  await fail(deps, lease, secretsLost)
}

async function fail(deps: Deps, lease: Lease, { failure, reason, asks }: NotSent) {
  const failures = lease.failures + 1
  await giveBackFailed(deps, lease, { failure, reason, pause: Math.max(pauseAfter(failures), asks) })
  if (failures > 1) return
  deps.logger.warn(
    { ...namesOf(lease.target), reason },
    'a log target fails; events wait, and are sent again until it accepts them',
  )
}

const namesOf = (target: TargetRow) => ({ instanceId: target.instance_id, logTarget: target.target_id })

function filterOf(target: TargetRow): TrailFilter {
  return {
    instanceId: target.instance_id,
    types: target.types,
    streamTypes: target.stream_types,
    ...{ orgId: '', actor: '', streamType: '', streamId: '', address: '', text: '', since: '', until: '' },
  }
}
