import type { Feature } from '../manifest.ts'
import { searchMigrations } from './migrations.ts'
import { operations } from './rpc/operations.ts'

/** One search over people, machines, organizations, projects and applications. */
export const search: Feature = {
  name: 'search',
  migrations: searchMigrations,
  operations,
}
