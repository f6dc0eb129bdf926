import type { EndpointAuthenticator } from '../contract/endpoint.ts'
import type { RequestReads } from '../eventlog/confirmedReads.ts'
import { UnconfirmedError } from '../eventlog/keptReads.ts'
import type { EventLog } from '../eventlog/types.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'
import type { LookupKey } from './lookup.ts'
import { readFromOf } from './personReads.ts'

const anonymous = { tokenNeeded: false, enrols: undefined, freshProof: false }

/** Creates the authenticator of endpoints, such as assets and pages. */
export function openEndpointAuthenticator(
  authenticator: Authenticator,
  clock: Clock,
  confirmed: Pick<EventLog['confirmed'], 'begin'>,
): EndpointAuthenticator<Call> {
  /** Keeps the instances of hosts; strangers choose hosts, but only those of instances have rows. */
  const keeping = (reads: RequestReads): Authenticator => {
    const instance = (key: LookupKey) =>
      reads.read({
        kind: 'instance',
        key: JSON.stringify([key.host, key.publicHost, key.orgId]),
        load: () => authenticator.lookup.instance(key),
        readFrom: (row) => row && readFromOf(row.instance_id, []),
      })
    return { ...authenticator, lookup: { ...authenticator.lookup, instance } }
  }
  return {
    async authenticate(request, tokenNeeded) {
      const demand = { tokenNeeded, enrols: undefined, freshProof: tokenNeeded }
      const now = clock.now()
      const again = () => authenticate(authenticator, request, { ...demand, again: true }, now)
      const call = await authenticate(authenticator, request, demand, now)
      return tokenNeeded ? { ...call, again } : call
    },
    async serveTwice(request, work) {
      const now = clock.now()
      const reads = confirmed.begin()
      const on = keeping(reads)
      const run = async () => work({ ...(await authenticate(on, request, anonymous, now)), reads })
      try {
        const result = await run()
        if (await reads.confirmed()) return result
      } catch (error) {
        // A refusal or failure may come from values that do not hold any more.
        if (!(error instanceof UnconfirmedError) && (await reads.confirmed())) throw error
      }
      return run()
    },
  }
}
