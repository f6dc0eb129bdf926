import type { Feature } from '../manifest.ts'
import { authorizationMigrations } from './migrations.ts'
import { authorizationExists } from './refusals.ts'
import { authorizationFacet } from './state.ts'

/** The roles of users on projects: user grants in the first generation of the contract. */
export const authorizations: Feature = {
  name: 'authorizations',
  migrations: authorizationMigrations,
  tables: ['authorizations'],
  facets: [authorizationFacet],
  constraints: { authorizations_unique: authorizationExists },
}
