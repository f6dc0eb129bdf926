import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { accept, DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { codeFits } from '../settings/index.ts'
import { changeUser, contactProofEvents, type Human, refuseExhausted } from '../users/index.ts'
import { type Channel, channels, isOutstanding } from './contactChannels.ts'
import { checkUrlTemplate, type PreparedProof, prepareProof, type Verification } from './contactInput.ts'
import { type PersonTarget, personAt } from './target.ts'

const noPhone = refuse('user.phone_missing', 'failed_precondition', 'this user has no phone number')

/** What writing an address came to: the user as it is now, and the code where the caller asked for it. */
export interface ContactWritten {
  readonly user: Stream
  readonly code: string | undefined
}

/** An address to be, ready to be decided on. */
export interface PreparedContact {
  readonly address: string
  readonly proof: PreparedProof
}

/** Checks address and template and makes the code; said to be unverified, an address is proved by code like any other. */
export async function prepareContact(
  deps: Pick<Deps, 'database'>,
  call: Call,
  channel: Channel,
  text: string,
  verification: Verification,
): Promise<PreparedContact> {
  const { parse, generator } = channels[channel]
  if (verification.case === 'sendCode') checkUrlTemplate(verification.value.urlTemplate)
  const address = accept(parse(text))
  return { address, proof: await prepareProof(deps.database, call, generator, effective(verification)) }
}

/** The events that set an address; for the one the person has, only its verification can be new. */
export function contactEvents(
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
 * Sets a new, unproved address (`SetEmail`, `SetPhone`); a person may do so, but not declare it verified or see the
 * code. With `orVerify` the present address may be declared verified (management.v1).
 */
export async function setContact(
  deps: Deps,
  call: Call,
  channel: Channel,
  target: PersonTarget & { readonly orVerify?: boolean },
  wish: { readonly text: string; readonly verification: Verification },
): Promise<ContactWritten> {
  const rules = channels[channel]
  const prepared = await prepareContact(deps, call, channel, wish.text, wish.verification)
  const { code, returned } = prepared.proof
  const user = await changeUser(deps.log, call, target.userId, (found, tx) => {
    const human = personAt(found, target)
    requireContactRight(call, found, wish.verification)
    const events = contactEvents(channel, human, prepared)
    const same = rules.current(human)?.address === prepared.address
    if (same && (events.length === 0 || !target.orVerify)) throw new DomainError(rules.unchanged)
    if (code) tx.seal(found, code.secretId, code.plain)
    return events
  })
  return { user, code: returned }
}

/** When a code is made for the address as it is. */
export interface SendRules extends PersonTarget {
  /** Only when one is outstanding already. */
  readonly resend?: boolean
  /** Only for addresses that are not verified. */
  readonly unverifiedOnly?: boolean
  /** The refusal for people without a phone number. */
  readonly absent?: Refusal
}

/** Makes a new code for the address as it is; an older one is void. */
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
  const user = await changeUser(deps.log, call, target.userId, (found, tx) => {
    const human = personAt(found, target)
    requireContactRight(call, found, verification)
    const current = rules.current(human)
    if (current === undefined) throw new DomainError(target.absent ?? noPhone)
    if (target.unverifiedOnly && current.verified) throw new DomainError(rules.verifiedAlready)
    if (target.resend && found.state(rules.facet).kind === 'none') throw new DomainError(rules.noCode)
    if (code) tx.seal(found, code.secretId, code.plain)
    return contactProofEvents(channel, proof)
  })
  return { user, code: returned }
}

/**
 * Proves control of the address with the code (`VerifyEmail`, `VerifyPhone`); for the person and those who may
 * write to them. Without any code outstanding the answer is `absent` where it is given, else that the code is wrong.
 */
export async function verifyContact(
  deps: Deps,
  call: Call,
  channel: Channel,
  target: PersonTarget & { readonly absent?: Refusal },
  given: string,
): Promise<Stream> {
  const rules = channels[channel]
  const ref = { type: 'user', id: target.userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    personAt(user, target)
    // Strangers could fill a person's history with wrong guesses and use up their codes.
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    const code = user.state(rules.facet)
    if (code.kind === 'none' && target.absent) return target.absent
    const exhausted = refuseExhausted(user, channel)
    if (exhausted) return exhausted
    const stored = isOutstanding(code) ? await tx.secret(user, code.secretId) : undefined
    const fits = isOutstanding(code) && codeFits(given, stored, code.expiresAt, tx.now)
    const outcome = fits ? 'verified' : 'verification.failed'
    await tx.append(user, [{ type: `user.human.${channel}.${outcome}`, payload: {} }])
    return fits ? user : rules.wrongCode
  })
  return accept<Stream>(result)
}

/** Takes the phone number away, and with it the codes that were sent there. */
export function removePhone(
  deps: Deps,
  call: Call,
  target: PersonTarget & { readonly absent?: Refusal },
): Promise<Stream> {
  return changeUser(deps.log, call, target.userId, (user) => {
    const human = personAt(user, { ...target, initialAllowed: true })
    requirePermission(call, 'user.write', { orgId: user.owner, self: target.userId })
    if (!human.phone) throw new DomainError(target.absent ?? noPhone)
    return [{ type: 'user.human.phone.removed', payload: {} }]
  })
}

/** A person may not vouch for an own address, nor see the code that would prove it. */
export function requireContactRight(call: Call, user: Stream, verification: Verification): void {
  const { case: wished } = effective(verification)
  const privileged = wished === 'returnCode' || wished === 'isVerified'
  requirePermission(call, 'user.write', { orgId: user.owner, self: privileged ? undefined : user.id })
}

function effective(verification: Verification): Verification {
  return verification.case === 'isVerified' && !verification.value ? { case: undefined } : verification
}
