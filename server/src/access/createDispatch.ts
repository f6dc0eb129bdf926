import type { Dispatch, InboundCall, Reply } from '../contract/dispatch.ts'
import type { Handler, HandlerLookup } from '../contract/handlers.ts'
import { methodPermission } from '../contract/methodPermission.ts'
import { checkOwnHeaders } from '../contract/ownHeaders.ts'
import type { StreamName } from '../contract/traits.ts'
import { CacheUse } from '../eventlog/cacheUse.ts'
import type { Clock } from '../kernel/clock.ts'
import { fastPaths } from '../kernel/fastPaths.ts'
import { DomainError } from '../kernel/refusal.ts'
import { createAdmission, isSystemMethod, needsNoHost } from './admission.ts'
import { type Authenticator, authenticate, type Demand } from './authenticate.ts'
import type { Call } from './call.ts'
import { throwDelayed } from './delayRefusal.ts'
import { dictionary, dryRunHeader, dryRunMember } from './dryRun.ts'
import { changedUser } from './freshProof.ts'
import { notImplemented } from './refusals.ts'
import { type MethodRules, runMethod, stringField } from './runMethod.ts'

/**
 * Creates the only entry from the wire into the product. Checks in the contract's order: instance, token, method permission in
 * the organization context, message validation. Refuses a method without a handler as UNIMPLEMENTED.
 */
export function createDispatch(
  on: {
    readonly authenticator: Authenticator
    readonly lookup: HandlerLookup<Call>
    readonly clock: Clock
  } & Omit<MethodRules, 'findOrganization'>,
): Dispatch {
  const rules = { ...on, findOrganization: on.authenticator.lookup.organization }
  const execute = async ({ inbound, handler, stream }: Execution, cacheUse: CacheUse | undefined) => {
    const { method, message } = inbound
    const demand: Demand = {
      tokenNeeded: methodPermission(method) !== undefined,
      enrols: handler.traits?.enrols,
      freshProof: changedUser(handler.traits ?? {}, message) !== undefined,
      instanceId: systemInstance(inbound),
      needsNoHost: needsNoHost(method),
      stream,
      cacheUse,
    }
    const call = await authenticate(on.authenticator, inbound, demand, on.clock.now())
    const { message: output, measured } = await runMethod(rules, { method, message, handler }, call)
    if (measured === undefined) return { message: output, headers: call.responseHeaders }
    return {
      message: output,
      headers: { ...call.responseHeaders, [dryRunHeader]: dictionary(measured.impact) },
      extra: { dryRun: dryRunMember(measured) },
    }
  }
  const dispatch = async (inbound: InboundCall) => {
    const handler = on.lookup(inbound.method)
    if (!handler) throw new DomainError(notImplemented(inbound.method))
    checkOwnHeaders(inbound.headers)
    const appended = handler.traits?.appendsTo?.(inbound.message)
    const stream = appended === 'new' ? undefined : appended
    const run = (cacheUse?: CacheUse) => execute({ inbound, handler, stream }, cacheUse)
    // A dry run appends nothing that could confirm a first try.
    const mayRepeat = fastPaths && appended !== undefined && !inbound.headers.has(dryRunHeader)
    return (mayRepeat ? confirmed(run) : run()).catch((error) =>
      throwDelayed(on.clock, error, inbound.signal),
    )
  }
  return Object.assign(dispatch, { admission: createAdmission(on) })
}

/** A request, its handler, and the existing stream that it appends to. */
interface Execution {
  readonly inbound: InboundCall
  readonly handler: Handler<Call>
  readonly stream: StreamName | undefined
}

/**
 * Runs a request with cached rows first. Unless an append has confirmed them, the reply or refusal is dropped and the request
 * runs again without caches.
 */
async function confirmed(run: (cacheUse?: CacheUse) => Promise<Reply>): Promise<Reply> {
  const cacheUse = new CacheUse()
  try {
    const reply = await run(cacheUse)
    if (!cacheUse.unconfirmed) return reply
  } catch (error) {
    if (!cacheUse.unconfirmed) throw error
  }
  return run(new CacheUse({ bypass: true }))
}

/** Returns the instance that a call of the system API names, '' for none; undefined for other calls, whose host decides. */
function systemInstance({ method, message }: InboundCall): string | undefined {
  if (!isSystemMethod(method)) return undefined
  return stringField(message, 'InstanceId') ?? ''
}
