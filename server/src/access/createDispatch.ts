import { setTimeout as sleep } from 'node:timers/promises'
import { create, type DescMessage, type MessageShape } from '@bufbuild/protobuf'
import type { Dispatch, InboundCall, Reply } from '../contract/dispatch.ts'
import type { Handler, HandlerLookup } from '../contract/handlers.ts'
import { type MethodPermission, methodPermission } from '../contract/methodPermission.ts'
import { validate } from '../contract/validate.ts'
import { Premise } from '../eventlog/premise.ts'
import type { StreamEvent, Transaction } from '../eventlog/types.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError } from '../kernel/refusal.ts'
import { type Authenticator, authenticate, type Demand } from './authenticate.ts'
import type { Call } from './call.ts'
import { dictionary, dryRunHeader, type Impact, wantsDryRun } from './dryRun.ts'
import { isEnrolment } from './enrolment.ts'
import type { Lookup } from './lookup.ts'
import { namedStream } from './namedStream.ts'
import { missingPermission } from './permission.ts'
import { notImplemented, orgUnknown } from './refusals.ts'

const systemService = 'zitadel.system.v1.SystemService'

/**
 * The one way from the wire into the product, in the contract's order: instance, token, method permission in the
 * organization context, message validation, handler. A method without handler answers UNIMPLEMENTED.
 */
export function createDispatch(on: {
  readonly authenticator: Authenticator
  readonly lookup: HandlerLookup<Call>
  readonly clock: Clock
  /** Tells what the events of a dry run would have done to people and their sessions. */
  readonly measureImpact: (events: readonly StreamEvent[], tx: Transaction) => Promise<Impact>
}): Dispatch {
  const answer = async (inbound: InboundCall, handler: Handler<Call>, premise: Premise | undefined) => {
    const permission = methodPermission(inbound.method)
    const demand = { ...demandOf(inbound, permission), premise }
    const addressed = await authenticate(on.authenticator, inbound, demand, on.clock.now())
    const call = permission?.orgField
      ? await inNamedOrganization(on.authenticator.lookup, addressed, inbound.message, permission.orgField)
      : addressed
    authorize(call, permission, inbound.message)
    const invalid = validate(inbound.method.input, inbound.message)
    if (invalid) throw new DomainError(invalid)
    if (!wantsDryRun(inbound.method, inbound.headers)) return reply(inbound, handler, call)
    let impact: Impact = {}
    const dryRun: Call['dryRun'] = async (events, tx) => {
      impact = await on.measureImpact(events, tx)
    }
    const told = await reply(inbound, handler, { ...call, dryRun })
    return {
      ...told,
      headers: { ...told.headers, [dryRunHeader]: dictionary(impact) },
      extra: { dryRun: impact },
    }
  }
  return async (inbound) => {
    const handler = on.lookup(inbound.method)
    if (!handler) throw new DomainError(notImplemented)
    const tryIt = (premise?: Premise) => answer(inbound, handler, premise)
    return (writesStream(inbound) ? confirmed(tryIt) : tryIt()).catch((error) => heldBack(error, inbound))
  }
}

/**
 * Tries from memory first. Unless an append has confirmed what was remembered, nothing of that try counts, neither its
 * answer nor its refusal, and the request is answered anew.
 */
async function confirmed(tryIt: (premise?: Premise) => Promise<Reply>): Promise<Reply> {
  const premise = new Premise()
  try {
    const reply = await tryIt(premise)
    if (!premise.open) return reply
  } catch (error) {
    if (!premise.open) throw error
  }
  return tryIt(new Premise({ afresh: true }))
}

/** Such requests do nothing but append, so that trying one twice is safe; a dry run appends nothing. */
function writesStream({ method, message, headers }: InboundCall): boolean {
  return namedStream(method, message) !== undefined && !headers.has(dryRunHeader)
}

async function reply(inbound: InboundCall, handler: Handler<Call>, call: Call) {
  const answer = await handler(inbound.message, call)
  return { message: create(inbound.method.output, answer), headers: call.responseHeaders }
}

/** Failed guesses are answered the later the more there were; by now the request holds no queue and no connection. */
async function heldBack(error: unknown, inbound: InboundCall): Promise<never> {
  const delay = error instanceof DomainError ? error.refusal.delayMs : undefined
  if (delay === undefined) throw error
  const { signal } = inbound
  if (!signal.aborted) await sleep(delay, undefined, { signal }).catch(() => undefined)
  throw error
}

function authorize(
  call: Call,
  permission: MethodPermission | undefined,
  message: MessageShape<DescMessage>,
): void {
  if (!permission || permission.permission === 'authenticated') return
  const missing = missingPermission(call.principal, permission.permission, {
    instanceId: call.instance.id,
    orgId: call.orgId || undefined,
    resourceId: permission.checkField && stringField(message, permission.checkField),
  })
  if (missing) throw new DomainError(missing)
}

function demandOf({ method, message }: InboundCall, permission: MethodPermission | undefined): Demand {
  const tokenNeeded = permission !== undefined
  const enrols = isEnrolment(method)
  if (method.parent.typeName !== systemService) {
    return { tokenNeeded, enrols, stream: namedStream(method, message) }
  }
  return { tokenNeeded, enrols, instanceId: stringField(message, 'InstanceId') ?? '' }
}

/** Moves the call into the organization its message names, by id or verified domain (users notes §1 "Org"). */
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
