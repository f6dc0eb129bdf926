import { create, type DescMessage, type DescMethodUnary, type MessageShape } from '@bufbuild/protobuf'
import type { Handler } from '../contract/handlers.ts'
import { type MethodPermission, methodPermission } from '../contract/methodPermission.ts'
import { isGravest } from '../contract/sensitiveActs.ts'
import type { Traits } from '../contract/traits.ts'
import { validate } from '../contract/validate.ts'
import type { StreamEvent, Transaction } from '../eventlog/types.ts'
import { DomainError } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import { type CredentialRights, requireCredentialRights } from './credentialRights.ts'
import { type Measured, wantsDryRun } from './dryRun.ts'
import { changedUser, type FreshProofReads, requireFreshProof } from './freshProof.ts'
import type { Lookup } from './lookup.ts'
import { missingPermission, type Reached, reachOf } from './permission.ts'
import { type DemandsReasons, requireReason, withReason } from './reason.ts'
import { orgUnknown } from './refusals.ts'

/** The dependencies of the rules that traits declare. */
export interface TraitRules {
  readonly credentialRights: CredentialRights
  readonly freshProof: FreshProofReads
  readonly demandsReasons: DemandsReasons
  /** Measures the effects of a dry run's events on people and their sessions; `readers` asks for the people too. */
  readonly measureImpact: (
    events: readonly StreamEvent[],
    tx: Transaction,
    readers: Reached | undefined,
  ) => Promise<Measured>
}

/** The dependencies of the rules that every request of a method passes after its caller is known. */
export interface MethodRules extends TraitRules {
  readonly findOrganization: Lookup['organization']
}

/** A request of a method and the handler that serves it. */
export interface MethodRequest {
  readonly method: DescMethodUnary
  readonly message: MessageShape<DescMessage>
  readonly handler: Handler<Call>
}

/** A message of the method's output type; `measured` only after a dry run. */
export interface MethodReply {
  readonly message: MessageShape<DescMessage>
  readonly measured?: Measured
}

/**
 * Runs a request for its caller: the one place with the rules between authentication and handler, for requests from the wire and from
 * our own pages. Checks in the contract's order: permission in the organization context, message, rights to set credentials, fresh proofs,
 * reason.
 */
export async function runMethod(
  on: MethodRules,
  request: MethodRequest,
  addressed: Call,
): Promise<MethodReply> {
  const { method, message, handler } = request
  const traits = handler.traits ?? {}
  const permission = methodPermission(method)
  const call = permission?.orgField
    ? await inNamedOrganization(on.findOrganization, addressed, message, permission.orgField)
    : addressed
  authorize(call, permission, message, traits.resourceChecked)
  const invalid = validate(method.input, message)
  if (invalid) throw new DomainError(invalid)
  const { result, measured } = await runByTraits(
    on,
    { name: method.name, traits, message, run: (by) => reply(request, by) },
    call,
  )
  return { message: result, ...(measured && { measured }) }
}

/** A request and the traits by which it runs. */
export interface TraitedRequest<Message, Result> {
  /** Of the method or operation. */
  readonly name: string
  readonly traits: Traits<Message>
  readonly message: Message
  run(call: Call): Promise<Result>
}

/**
 * Applies the traits of a request: the rights to set credentials, the fresh proof, the reason, and the dry run, which alone measures and
 * needs no reason.
 */
export async function runByTraits<Message, Result>(
  on: TraitRules,
  { name, traits, message, run }: TraitedRequest<Message, Result>,
  plain: Call,
): Promise<{ readonly result: Result; readonly measured?: Measured }> {
  const call = withReason(plain)
  const credentialOf = traits.credentialOf?.(message)
  if (credentialOf) await requireCredentialRights(on.credentialRights, call, credentialOf)
  const changed = changedUser(traits, message) ?? (isGravest(name, message) ? 'self' : undefined)
  if (changed !== undefined) await requireFreshProof(on.freshProof, call, changed)
  const wanted = wantsDryRun(traits, call.headers)
  if (wanted === undefined) {
    await requireReason(on.demandsReasons, { name, traits, message }, call)
    return { result: await run(call) }
  }
  const readers = wanted === 'people' ? reachOf(call.principal, 'user.read', call.instance.id) : undefined
  let measured: Measured = { impact: {} }
  const dryRun: Call['dryRun'] = async (events, tx) => {
    measured = await on.measureImpact(events, tx, readers)
  }
  return { result: await run({ ...call, dryRun }), measured }
}

async function reply({ method, message, handler }: MethodRequest, call: Call) {
  return create(method.output, await handler(message, call))
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

/** Sets the organization context to the one that the message names, by id or verified domain (users notes §1 "Org"). */
async function inNamedOrganization(
  findOrganization: Lookup['organization'],
  call: Call,
  message: MessageShape<DescMessage>,
  field: string,
) {
  const { org } = ((message as Record<string, unknown>)[field] ?? {}) as {
    org?: { case?: string; value?: string }
  }
  if (!org?.value) return call
  const by = org.case === 'orgDomain' ? 'domain' : 'id'
  const orgId = await findOrganization(call.instance.id, by, org.value)
  if (orgId === undefined) throw new DomainError(orgUnknown)
  return { ...call, orgId, orgFromHeader: true }
}

/** Returns a string field by its Go-style name in the contract's options (`ProjectId` is `projectId` here). */
export function stringField(message: MessageShape<DescMessage>, goName: string): string | undefined {
  const value = (message as Record<string, unknown>)[`${goName.charAt(0).toLowerCase()}${goName.slice(1)}`]
  return typeof value === 'string' ? value : undefined
}
