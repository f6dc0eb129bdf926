import { z } from 'zod'
import type { Feature } from '../features/manifest.ts'
import type { EventBody, Facet } from '../kernel/facet.ts'
import { type TestLog, testTime } from './testLog.ts'

const nothing = z.strictObject({})

const ownerFacet: Facet<null> = {
  name: 'owner',
  streams: ['instance', 'org'],
  events: { 'instance.added': nothing, 'org.added': nothing, 'org.removed': nothing },
  initial: null,
  evolve: (state) => state,
}

/** Owns the events that begin and end the owners of policies and settings, in place of the features that do. */
export const owners: Feature = { name: 'owners', facets: [ownerFacet] }

/** Writes events of an owner as they are. */
export async function writeOwner(
  { deps }: TestLog,
  owner: { readonly instanceId: string; readonly type: 'instance' | 'org'; readonly id: string },
  events: readonly EventBody[],
): Promise<void> {
  const { instanceId, type, id } = owner
  await deps.log.transact({ instanceId, creator: 'c', now: testTime }, { type, id }, async (tx) => {
    const stream = await tx.load({ type, id })
    await tx.append(stream, events, { owner: id })
  })
}
