import { type Call, writing } from '../../../access/call.ts'
import { systemStream } from '../../../access/level.ts'
import { publicOrigin } from '../../../access/publicOrigin.ts'
import type { Source } from '../../../database/search.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { InstanceId } from '../../../kernel/ids.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { moveConsole } from '../../applications/index.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainCommand } from '../commands/changeDomains.ts'
import { domainAdded, domainRemoved, instanceRemoved } from '../events.ts'
import { finishRemoval, removalGrace } from '../jobs.ts'
import { requireInstance } from '../queries.ts'
import {
  type InstanceDomainsState,
  type InstanceState,
  instanceDomainsFacet,
  instanceFacet,
} from '../state.ts'

type Decide = (
  instance: InstanceState,
  hosts: InstanceDomainsState,
  source: Source,
) => Decision | Promise<Decision>

/** Decides on an instance, the addressed one or another; `source` reads within the same unit of work. */
export function writeInstance(
  { log }: Deps,
  call: Call,
  instanceId: InstanceId,
  decide: Decide,
): Promise<Stream> {
  return decideOn(log, writingIn(call, instanceId), { type: 'instance', id: instanceId }, (stream, tx) =>
    decide(stream.state(instanceFacet), stream.state(instanceDomainsFacet), tx),
  )
}

/** Decides on one domain of an instance; the console follows its hosts in the same commit. */
export function writeDomain(
  { log, config }: Deps,
  call: Call,
  instanceId: InstanceId,
  command: DomainCommand,
  domain: string,
): Promise<Stream> {
  const ref = { type: 'instance', id: instanceId }
  return decideOn(log, writingIn(call, instanceId), ref, async (stream, tx) => {
    const events = command(stream.state(instanceFacet), stream.state(instanceDomainsFacet), domain)
    if (isRefusal(events)) return events
    const originsOf = (type: string) =>
      events
        .filter((event) => event.type === type)
        .map(({ payload }) => publicOrigin(config, payload.domain).url)
    await moveConsole(tx, { added: originsOf(domainAdded.type), removed: originsOf(domainRemoved.type) })
    return events
  })
}

/**
 * Removes an instance with everything in it. The removal is recorded before, with a job that removes the instance again:
 * a request that has begun may still add streams, which conflict with nothing.
 */
export async function removeInstance(deps: Deps, call: Call, instanceId: InstanceId): Promise<Stream> {
  const { name } = await requireInstance(deps.database, instanceId)
  const system = await decideOn(deps.log, writingIn(call, ''), systemStream, (_, tx) => {
    const runAt = new Date(tx.now.getTime() + removalGrace)
    tx.enqueue({ ...finishRemoval({ removedId: instanceId }), runAt })
    return { events: [instanceRemoved({ instanceId, name })], owner: 'system' }
  })
  await deps.log.removeInstance(instanceId)
  return system
}

/** Memos are about the addressed instance only. */
function writingIn(call: Call, instanceId: string) {
  return { ...writing(call), instanceId, memos: undefined }
}
