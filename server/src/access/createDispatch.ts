import { create, type DescMessage, type MessageShape } from '@bufbuild/protobuf'
import type { Dispatch, InboundCall, Reply } from '../contract/dispatch.ts'
import type { Handler, HandlerLookup } from '../contract/handlers.ts'
import { type MethodPermission, methodPermission } from '../contract/methodPermission.ts'
import { checkOwnHeaders } from '../contract/ownHeaders.ts'
import type { StreamName } from '../contract/traits.ts'
import { validate } from '../contract/validate.ts'
import { CacheUse } from '../eventlog/cacheUse.ts'
import type { StreamEvent, Transaction } from '../eventlog/types.ts'
import type { Clock } from '../kernel/clock.ts'
import { fastPaths } from '../kernel/fastPaths.ts'
import { DomainError } from '../kernel/refusal.ts'
import { createAdmission, isSystemMethod } from './admission.ts'
import { type Authenticator, authenticate, type Demand } from './authenticate.ts'
import type { Call } from './call.ts'
import { type CredentialRights, requireCredentialRights } from './credentialRights.ts'
import { dictionary, dryRunHeader, type Impact, wantsDryRun } from './dryRun.ts'
import type { Lookup } from './lookup.ts'
import { missingPermission } from './permission.ts'
import { notImplemented, orgUnknown } from './refusals.ts'

/**
 * Creates the only entry from the wire into the product. Checks in the contract's order: instance, token, method permission in
 * the organization context, message validation. Refuses a method without a handler as UNIMPLEMENTED.
 */
export function createDispatch(on: {
  readonly authenticator: Authenticator
  readonly lookup: HandlerLookup<Call>
  readonly clock: Clock
  readonly credentialRights: CredentialRights
  /** Measures the effects of a dry run's events on people and their sessions. */
  readonly measureImpact: (events: readonly StreamEvent[], tx: Transaction) => Promise<Impact>
}): Dispatch {
  const execute = async ({ inbound, handler, stream }: Execution, cacheUse: CacheUse | undefined) => {
    const traits = handler.traits ?? {}
    const permission = methodPermission(inbound.method)
    const demand: Demand = {
      tokenNeeded: permission !== undefined,
      enrols: traits.enrols,
      instanceId: systemInstance(inbound),
      stream,
      cacheUse,
    }
    const addressed = await authenticate(on.authenticator, inbound, demand, on.clock.now())
    const call = permission?.orgField
      ? await inNamedOrganization(on.authenticator.lookup, addressed, inbound.message, permission.orgField)
      : addressed
    authorize(call, permission, inbound.message, traits.resourceChecked)
    const invalid = validate(inbound.method.input, inbound.message)
    if (invalid) throw new DomainError(invalid)
    const credentialOf = traits.credentialOf?.(inbound.message)
    if (credentialOf) await requireCredentialRights(on.credentialRights, call, credentialOf)
    if (!wantsDryRun(traits, inbound.headers)) return reply(inbound, handler, call)
    let impact: Impact = {}
    const dryRun: Call['dryRun'] = async (events, tx) => {
      impact = await on.measureImpact(events, tx)
    }
    const dry = await reply(inbound, handler, { ...call, dryRun })
    return {
      ...dry,
      headers: { ...dry.headers, [dryRunHeader]: dictionary(impact) },
      extra: { dryRun: impact },
    }
  }
  const dispatch = async (inbound: InboundCall) => {
    const handler = on.lookup(inbound.method)
    if (!handler) throw new DomainError(notImplemented)
    checkOwnHeaders(inbound.headers)
    const stream = handler.traits?.appendsTo?.(inbound.message)
    const run = (cacheUse?: CacheUse) => execute({ inbound, handler, stream }, cacheUse)
    // A dry run appends nothing that could confirm a first try.
    const mayRepeat = fastPaths && stream !== undefined && !inbound.headers.has(dryRunHeader)
    return (mayRepeat ? confirmed(run) : run()).catch((error) => delayed(error, inbound, on.clock))
  }
  return Object.assign(dispatch, { admission: createAdmission(on) })
}

/** A request, its handler, and the stream that it appends to. */
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

async function reply(inbound: InboundCall, handler: Handler<Call>, call: Call) {
  const fields = await handler(inbound.message, call)
  return { message: create(inbound.method.output, fields), headers: call.responseHeaders }
}

/** Delays the refusals of failed guesses, longer with each guess; the request no longer holds a queue or a connection. */
async function delayed(error: unknown, { signal }: InboundCall, clock: Clock): Promise<never> {
  const delay = error instanceof DomainError ? error.refusal.delayMs : undefined
  if (delay !== undefined) await clock.pause(delay, signal)
  throw error
}

function authorize(
  call: Call,
  permission: MethodPermission | undefined,
  message: MessageShape<DescMessage>,
  resourceChecked: boolean | undefined,
): void {
  if (!permission || permission.permission === 'authenticated') return
  const missing = missingPermission(call.principal, permission.permission, {
    instanceId: call.instance.id,
    orgId: call.orgId || undefined,
    resourceId: permission.checkField && stringField(message, permission.checkField),
    anyResource: resourceChecked,
  })
  if (missing) throw new DomainError(missing)
}

/** Returns the instance that a call of the system API names, '' for none; undefined for other calls, whose host decides. */
function systemInstance({ method, message }: InboundCall): string | undefined {
  if (!isSystemMethod(method)) return undefined
  return stringField(message, 'InstanceId') ?? ''
}

/** Sets the organization context to the one that the message names, by id or verified domain (users notes §1 "Org"). */
async function inNamedOrganization(
  lookup: Lookup,
  call: Call,
  message: MessageShape<DescMessage>,
  field: string,
) {
  const { org } = ((message as Record<string, unknown>)[field] ?? {}) as {
    org?: { case?: string; value?: string }
  }
  if (!org?.value) return call
  const by = org.case === 'orgDomain' ? 'domain' : 'id'
  const orgId = await lookup.organization(call.instance.id, by, org.value)
  if (orgId === undefined) throw new DomainError(orgUnknown)
  return { ...call, orgId, orgFromHeader: true }
}

/** A string field by its Go-style name in the contract's options (`ProjectId` is `projectId` here). */
function stringField(message: MessageShape<DescMessage>, goName: string): string | undefined {
  const value = (message as Record<string, unknown>)[`${goName.charAt(0).toLowerCase()}${goName.slice(1)}`]
  return typeof value === 'string' ? value : undefined
}
