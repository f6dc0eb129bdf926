import type { Feature } from '../manifest.ts'
import { removesCodesWithLastFactor } from './reactions.ts'
import { operations } from './rpc/operations.ts'
import { userService } from './rpc/userService.ts'
import { recoveryCodesFacet } from './state.ts'

export { recoveryCodeFactor } from './factor.ts'
export { ownFactors } from './ownFactors.ts'
export { codesLeft, recoveryCodesFacet } from './state.ts'
export { type RecoveryCodes, recoveryCodesOf, removeCodes, replaceCodes } from './writes/codes.ts'
export { type ImportedCode, prepareImportedCodes } from './writes/importCodes.ts'

/** Recovery codes: a set of codes, each used once, that stand in for a person's second factor or passkey. */
export const recoveryCodes: Feature = {
  name: 'recovery-codes',
  facets: [recoveryCodesFacet],
  reactions: [removesCodesWithLastFactor],
  handlers: (deps) => [userService(deps)],
  operations,
}
