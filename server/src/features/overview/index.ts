import type { Feature } from '../manifest.ts'
import { overviewMigrations } from './migrations.ts'
import { operations } from './rpc/operations.ts'

/** Figures of an instance or an organization, and what needs attention there. */
export const overview: Feature = { name: 'overview', migrations: overviewMigrations, operations }
