import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { accept, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { contactEvents, contactProofEvents, type Human, phoneRemoved } from '../../users/index.ts'
import { type Channel, channels } from '../channels.ts'
import { checkUrlTemplate, type PreparedProof, prepareProof, type Verification } from '../contactProof.ts'
import { decideOnUser, type PersonTarget, personAt } from '../target.ts'
import { checkCode, usableCode } from './checkCode.ts'

const noPhone = refuse(
  'user.phone_missing',
  'failed_precondition',
  'the user has no phone number; set one first',
)

/** An address to set, and how to prove it. */
export interface ContactInput {
  readonly text: string
  readonly verification: Verification
}

/** A contact after a write; `code` is present if the caller requested it. */
export interface ContactWritten {
  readonly user: Stream
  readonly code: string | undefined
}

/** A checked address with its proof. */
export interface PreparedContact {
  readonly address: string
  readonly proof: PreparedProof
}

/** Checks address and link template and prepares the proof; an address stated to be unverified is proved by code. */
export async function prepareContact(
  deps: Pick<Deps, 'database'>,
  call: Call,
  channel: Channel,
  { text, verification }: ContactInput,
): Promise<PreparedContact> {
  const { parse, generator } = channels[channel]
  if (verification.case === 'sendCode') checkUrlTemplate(verification.value.urlTemplate)
  const address = accept(parse(text))
  return { address, proof: await prepareProof(deps.database, call, generator, effective(verification)) }
}

/** Returns the events that set an address; if the person already has it, only its verification can be new. */
export function contactChange(
  channel: Channel,
  human: Human,
  { address, proof: { proof } }: PreparedContact,
): readonly EventBody[] {
  const { current, changed } = channels[channel]
  const before = current(human)
  if (before?.address !== address) return [changed(address), ...contactProofEvents(channel, proof)]
  return proof.kind === 'verified' && !before.verified ? contactProofEvents(channel, proof) : []
}

/**
 * Sets a new address (`SetEmail`, `SetPhone`). With `orVerify` the present address may be declared verified
 * (management.v1).
 */
export async function setContact(
  deps: Deps,
  call: Call,
  channel: Channel,
  target: PersonTarget & { readonly orVerify?: boolean },
  input: ContactInput,
): Promise<ContactWritten> {
  const rules = channels[channel]
  const prepared = await prepareContact(deps, call, channel, input)
  const { code, returned } = prepared.proof
  const user = await decideOnUser(deps, call, target, (found, tx) => {
    const human = personAt(found, target)
    requireContactRight(call, found, input.verification)
    const events = contactChange(channel, human, prepared)
    const same = rules.current(human)?.address === prepared.address
    if (same && (events.length === 0 || !target.orVerify)) return rules.unchanged
    if (code) tx.seal(found, code.secretId, code.plain)
    return events
  })
  return { user, code: returned }
}

/** The conditions under which a new code is made. */
export interface SendRules extends PersonTarget {
  /** Requires that a code is outstanding. */
  readonly resend?: boolean
  /** Requires that the address is not verified. */
  readonly unverifiedOnly?: boolean
  /** The refusal for people without a phone number. */
  readonly absent?: Refusal
}

/** Makes a new code for the present address; it replaces older ones. */
export async function sendContactCode(
  deps: Deps,
  call: Call,
  channel: Channel,
  target: SendRules,
  verification: Verification = { case: undefined },
): Promise<ContactWritten> {
  const rules = channels[channel]
  if (verification.case === 'sendCode') checkUrlTemplate(verification.value.urlTemplate)
  const { proof, code, returned } = await prepareProof(deps.database, call, rules.generator, verification)
  const user = await decideOnUser(deps, call, target, (found, tx) => {
    const human = personAt(found, target)
    requireContactRight(call, found, verification)
    const current = rules.current(human)
    if (current === undefined) return target.absent ?? noPhone
    if (target.unverifiedOnly && current.verified) return rules.alreadyVerified
    if (target.resend && found.state(rules.facet).kind === 'none') return rules.noCode
    if (code) tx.seal(found, code.secretId, code.plain)
    return contactProofEvents(channel, proof)
  })
  return { user, code: returned }
}

/**
 * Proves control of the address with the code (`VerifyEmail`, `VerifyPhone`). If no code is outstanding the refusal is
 * `absent` where it is given, else the one for wrong codes.
 */
export function verifyContact(
  deps: Deps,
  call: Call,
  channel: Channel,
  target: PersonTarget & { readonly absent?: Refusal },
  given: string,
): Promise<Stream> {
  const { facet, wrongCode } = channels[channel]
  const { verified, failed } = contactEvents[channel]
  return decideOnUser(deps, call, target, (user, tx) => {
    personAt(user, target)
    // Strangers could fill a person's history with wrong guesses and use up their codes.
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    const state = user.state(facet)
    if (state.kind === 'none' && target.absent) return target.absent
    return checkCode(tx, user, given, {
      use: channel,
      code: usableCode(state),
      failed: failed(),
      wrong: wrongCode,
      fits: () => [verified()],
    })
  })
}

/** Removes the phone number and the codes that were sent to it. */
export function removePhone(
  deps: Deps,
  call: Call,
  target: PersonTarget & { readonly absent?: Refusal },
): Promise<Stream> {
  return decideOnUser(deps, call, target, (user) => {
    const human = personAt(user, { ...target, initialAllowed: true })
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    if (!human.phone) return target.absent ?? noPhone
    return [phoneRemoved()]
  })
}

/** Requires `user.write` or the person itself; nobody may declare an own address verified or see the code that proves it. */
export function requireContactRight(call: Call, user: Stream, verification: Verification): void {
  const { case: kind } = effective(verification)
  const privileged = kind === 'returnCode' || kind === 'isVerified'
  requirePermission(call, 'user.write', { orgId: user.owner, self: privileged ? undefined : user.id })
}

function effective(verification: Verification): Verification {
  return verification.case === 'isVerified' && !verification.value ? { case: undefined } : verification
}
