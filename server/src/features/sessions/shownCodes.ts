import { type CredentialRights, requireCredentialRights } from '../../access/credentialRights.ts'
import type { FactorStep, StepOutcome } from '../../access/factor.ts'
import type { Stream } from '../../eventlog/types.ts'
import { findCredentialHolder } from '../memberships/index.ts'
import { factors } from './factors.ts'
import { sessionFacet } from './state.ts'
import { vouchesFor } from './vouchesFor.ts'

const codeFields = ['otpSms', 'otpEmail'] as const

/** Types of events by which a session proves a factor that is no code which a reply can show. */
const ownProofs = new Set(
  factors
    .filter(({ field }) => !codeFields.some((code) => code === field))
    .map(({ session }) => session.checked.type),
)

/** What the steps of a request gave. */
interface Taken extends Pick<StepOutcome, 'reply' | 'sessionEvents'> {
  readonly user: Stream | undefined
}

/**
 * A code that the reply shows proves nothing about the person. Refuses to show one to callers without the person's rights
 * (ADR 27), unless the session also has a proof of another kind; else a login could prove two kinds of codes by itself.
 */
export async function refuseShownCodes(
  { call, tx, session }: Pick<FactorStep, 'call' | 'tx' | 'session'>,
  { reply, sessionEvents, user }: Taken,
): Promise<void> {
  if (user === undefined || !codeFields.some((field) => reply?.[field] !== undefined)) return
  const state = session.state(sessionFacet)
  const proofs = state.kind === 'live' ? state.proofs : []
  if (proofs.some(({ kind }) => kind !== 'otp_sms' && kind !== 'otp_email')) return
  if (sessionEvents.some(({ type }) => ownProofs.has(type))) return
  const rights: CredentialRights = {
    holder: (instanceId, userId) => findCredentialHolder(tx, instanceId, userId),
    vouches: (by, userId) => vouchesFor(tx, by, userId),
  }
  await requireCredentialRights(rights, call, user.id)
}
