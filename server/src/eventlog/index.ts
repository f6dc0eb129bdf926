export type { DeadStreams } from './examineDead.ts'
export { type ExaminedRow, proofColumns } from './examineEvent.ts'
export { type Head, HeadError, parseHead, renderHead } from './head.ts'
export { MasterKeyError } from './masterKeyError.ts'
export { type EventLogOptions, type OpenEventLog, openEventLog } from './openEventLog.ts'
export { reasonGiven, reasonsFacet } from './reasons.ts'
export { logMigrations } from './tables.ts'
export type {
  EventLog,
  LogSchema,
  Reaction,
  Stream,
  StreamEvent,
  Transaction,
  Writing,
  Written,
} from './types.ts'
export {
  type Finding,
  type FindingKind,
  FindingsError,
  findingKinds,
  type Progress,
  type Rebuilt,
  type Verified,
} from './upkeep.ts'
export { rotateMasterKey } from './vault.ts'
