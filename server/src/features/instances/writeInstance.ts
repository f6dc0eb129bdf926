import { type Call, writing } from '../../access/call.ts'
import type { Source } from '../../database/search.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Decision } from '../../kernel/facet.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { findInstance } from './queries.ts'
import { instanceNotFound } from './refusals.ts'
import {
  type InstanceDomainsState,
  type InstanceState,
  instanceDomainsFacet,
  instanceFacet,
  systemStream,
} from './state.ts'

/** Decides on an instance and its hosts; `source` answers what rows say as of the same unit of work. */
export type Decide = (
  instance: InstanceState,
  hosts: InstanceDomainsState,
  source: Source,
) => Decision | Promise<Decision>

/** Decides on an instance, which the caller names or the host chose, and appends what was decided. */
export async function writeInstance(
  deps: Deps,
  call: Call,
  instanceId: string,
  decide: Decide,
): Promise<Stream> {
  const ref = { type: 'instance', id: instanceId }
  const written = await deps.log.transact(
    { ...writing(call), instanceId, memos: undefined },
    ref,
    async (tx) => {
      const stream = await tx.load(ref)
      const decision = await decide(stream.state(instanceFacet), stream.state(instanceDomainsFacet), tx)
      await tx.append(stream, accept(decision))
      return stream
    },
  )
  return written.result
}

/** Removes an instance with everything in it; the removal is noted first, outside of it, so that it never goes unseen. */
export async function removeInstance(deps: Deps, call: Call, instanceId: string): Promise<Stream> {
  const instance = await findInstance(deps.database, instanceId)
  if (instance === undefined) throw new DomainError(instanceNotFound)
  const payload = { instanceId, name: instance.name }
  const written = await deps.log.transact(
    { ...writing(call), instanceId: '', memos: undefined },
    systemStream,
    async (tx) => {
      const stream = await tx.load(systemStream)
      await tx.append(stream, [{ type: 'system.instance.removed', payload }], { owner: 'system' })
      return stream
    },
  )
  await deps.log.removeInstance(instanceId)
  return written.result
}
