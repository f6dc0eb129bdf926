import { LRUCache } from 'lru-cache'
import type { EndpointAuthenticator } from '../contract/endpoint.ts'
import { checkOwnHeaders } from '../contract/ownHeaders.ts'
import type { Clock } from '../kernel/clock.ts'
import { fastPaths } from '../kernel/fastPaths.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { CachedReads } from './cachedReads.ts'
import type { Call } from './call.ts'
import type { InstanceRow, LookupKey } from './lookup.ts'

/** Hosts whose instances are kept; strangers choose hosts, but only those of instances have rows. */
const keptHosts = 1000

const anonymous = { tokenNeeded: false, enrols: undefined, freshProof: false }

/** Creates the authenticator of endpoints, such as assets. */
export function openEndpointAuthenticator(
  authenticator: Authenticator,
  clock: Clock,
  reads: CachedReads,
): EndpointAuthenticator<Call> {
  const instances = new LRUCache<string, InstanceRow>({ max: keptHosts })
  const remembering: Authenticator = {
    ...authenticator,
    lookup: {
      ...authenticator.lookup,
      async instance(key) {
        const row = await authenticator.lookup.instance(key)
        if (row) instances.set(nameOf(key), row)
        return row
      },
    },
  }
  return {
    async authenticate(request, tokenNeeded) {
      checkOwnHeaders(request.headers)
      const demand = { tokenNeeded, enrols: undefined, freshProof: tokenNeeded }
      const call = await authenticate(remembering, request, demand, clock.now())
      return { ...call, pageReads: reads.direct }
    },
    async prepare(request, work) {
      if (!fastPaths) return undefined
      try {
        checkOwnHeaders(request.headers)
        let row: InstanceRow | undefined
        const cached = async (key: LookupKey) => {
          row = instances.get(nameOf(key))
          return row
        }
        const lookup = { ...authenticator.lookup, instance: cached }
        const call = await authenticate({ ...authenticator, lookup }, request, anonymous, clock.now())
        if (row?.followed === undefined) return undefined
        const unconfirmed = reads.unconfirmed(call.instance.id)
        unconfirmed.rely(row.followed)
        const prepared = await work({ ...call, memos: undefined, pageReads: unconfirmed })
        return (await unconfirmed.confirmed()) ? prepared : undefined
      } catch {
        // Refusals and failures may come from rows that are no longer true.
        return undefined
      }
    },
  }
}

function nameOf({ host, publicHost, orgId }: LookupKey): string {
  return JSON.stringify([host, publicHost, orgId])
}
