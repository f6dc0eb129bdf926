import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import { newId, type UserId } from '../../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { organizationKey } from '../../passwords/index.ts'
import { requireCredentialRight } from '../../second-factors/index.ts'
import { isLocked, refuseStrangersTo, requireWriteRight, userFacet } from '../../users/index.ts'
import { hashCodes } from '../codeHashes.ts'
import {
  addRecoveryCodes,
  clearRecoveryCodes,
  removeRecoveryCodes,
  replaceRecoveryCodes,
} from '../commands/changeCodes.ts'
import { hasOwnFactor } from '../ownFactors.ts'
import { codesPerSet, newRecoveryCode } from '../recoveryCode.ts'
import { codesLeft, recoveryCodesFacet } from '../state.ts'

const needsPerson = refuse(
  'second_factor.recovery_codes_need_person',
  'failed_precondition',
  'only an existing person can have recovery codes; check the user id',
)

/** How many codes a person has left; `none` without a set. */
export type RecoveryCodes =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'ready'
      readonly left: number
      readonly codes: number
      /** ISO 8601. */
      readonly createdAt: string
      /** ISO 8601; null if no code of the set was used. */
      readonly lastUsedAt: string | null
    }

/** Returns what may be known of a person's codes; needs `user.read` in their organization, unless they are the caller. */
export async function recoveryCodesOf(deps: Deps, call: Call, id: UserId): Promise<RecoveryCodes> {
  const user = await deps.log.load({ instanceId: call.instance.id, type: 'user', id })
  requirePermission(call, 'user.read', { orgId: user.owner || undefined, self: id })
  const state = user.state(recoveryCodesFacet)
  if (state.kind === 'none') return { kind: 'none' }
  const { codes, addedAt: createdAt, lastUsedAt } = state
  return { kind: 'ready', left: codesLeft(state), codes, createdAt, lastUsedAt }
}

/**
 * Gives a person a new set of codes, which replaces the present one. Returns the codes, which cannot be read again. `present` is when the set
 * that may be replaced was made, '' for none: any other is refused, because the person may have kept its codes just now.
 */
export function replaceCodes(deps: Deps, call: Call, id: UserId, present?: string) {
  const decide: NewCodes['decide'] = (state, hasFactor, set) =>
    replaceRecoveryCodes(state, hasFactor, set, present)
  return giveCodes(deps, call, id, { count: codesPerSet, decide, keeps: false })
}

/** Gives a person further codes beside those of the present set. Returns the new ones, which cannot be read again. */
export function addCodes(deps: Deps, call: Call, id: UserId, count: number) {
  return giveCodes(deps, call, id, { count, decide: addRecoveryCodes, keeps: true })
}

interface NewCodes {
  readonly count: number
  readonly decide: typeof addRecoveryCodes
  /** Whether the codes of the present set stay. */
  readonly keeps: boolean
}

function giveCodes(deps: Deps, call: Call, id: UserId, { count, decide, keeps }: NewCodes) {
  return workOn(deps.log, writing(call), { type: 'user', id }, async (user, tx) => {
    if (user.state(userFacet).kind !== 'human') throw new DomainError(needsPerson)
    requireCredentialRight(call, user)
    const before = user.state(recoveryCodesFacet)
    const secretId = newId()
    const events = accept(decide(before, hasOwnFactor(user), { secretId, codes: count }))
    const kept = keeps && before.kind === 'ready' ? await tx.secret(user, before.secretId) : undefined
    const codes = Array.from({ length: count }, newRecoveryCode)
    const turn = { organization: organizationKey(user), signal: call.signal() }
    const hashes = await hashCodes(codes, turn, kept)
    await tx.append(user, events)
    tx.seal(user, secretId, hashes)
    return { user, codes }
  })
}

/** Removes a person's codes. Missing ones are refused before a missing right, but not to strangers. */
export function removeCodes(deps: Deps, call: Call, id: UserId) {
  return decideOn(deps.log, writing(call), { type: 'user', id }, (user) => {
    refuseStrangersTo(call, user)
    const events = accept(removeRecoveryCodes(user.state(recoveryCodesFacet)))
    requireWriteRight(call, user)
    return events
  })
}

/** Removes a person's codes as the contract has it (factors notes §1.5): who may set credentials may, and there need be none. */
export function clearCodes(deps: Deps, call: Call, id: UserId) {
  return decideOn(deps.log, writing(call), { type: 'user', id }, (user, tx) => {
    requireCredentialRight(call, user)
    return clearRecoveryCodes(user.state(recoveryCodesFacet), isLocked(user.state(userFacet), tx.now))
  })
}
