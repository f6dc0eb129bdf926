export { type EventLogOptions, type OpenEventLog, openEventLog } from './openEventLog.ts'
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
export type { Finding, Progress, Rebuilt, Verified } from './upkeep.ts'
export { MasterKeyError, rotateMasterKey } from './vault.ts'
