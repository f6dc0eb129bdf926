import type { EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { CheckOutcome } from '../../users/index.ts'
import type { RegistrationCode, RegistrationCodesState } from '../codeState.ts'
import { codeAdded, codeFailed, codeRequested, codeSucceeded } from '../events.ts'

/** A registration code does not fit, or there is none to fit. */
export const codeWrong = refuse(
  'passkey.code_wrong',
  'invalid_argument',
  'the registration code is wrong, used or expired; request a new one',
)

/** A code as its event names it. */
export type IssuedCode = Pick<RegistrationCode, 'codeId' | 'secretId' | 'expiresAt'>

/** Issues a code that works at once, because it is handed to the caller. */
export function addCode({ codeId, secretId, expiresAt }: IssuedCode): readonly EventBody[] {
  return [codeAdded({ codeId, secretId, expiresAt })]
}

/** Issues a code that is sent to the person and works from then on. */
export function requestCode(
  { codeId, secretId, expiresAt }: IssuedCode,
  urlTemplate?: string,
): readonly EventBody[] {
  const template = urlTemplate === undefined ? {} : { urlTemplate }
  return [codeRequested({ codeId, secretId, expiresAt, ...template })]
}

/** The outstanding code with this id, if it may be tried at all. */
export function triedCode(codes: RegistrationCodesState, codeId: string): RegistrationCode | undefined {
  return codes.find((code) => code.codeId === codeId && code.active)
}

/** Spends a code that fits; every other try is recorded, and counted where a code was named that exists. */
export function spendCode(codes: RegistrationCodesState, codeId: string, fits: boolean): CheckOutcome {
  if (fits) return { userEvents: [codeSucceeded({ codeId })] }
  const known = codes.some((code) => code.codeId === codeId)
  return {
    userEvents: [codeFailed(known ? { codeId } : {})],
    refusal: codeWrong,
  }
}
