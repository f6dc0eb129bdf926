import type { Feature } from '../manifest.ts'
import { proofOfPossessionMigrations } from './migrations.ts'
import { proofOfPossessionSchedules } from './retention.ts'

export { certificateThumbprint } from './certificate.ts'
export {
  type Confirmation,
  type ProvingRequest,
  proveKey,
  provePossession,
} from './possession.ts'
export { useOnce } from './singleUse.ts'

/** Proofs that a token's or an assertion's holder has its key: DPoP, certificates, and values that count once. */
export const proofOfPossession: Feature = {
  name: 'proof-of-possession',
  migrations: proofOfPossessionMigrations,
  instanceTables: ['single_uses'],
  schedules: proofOfPossessionSchedules,
}
