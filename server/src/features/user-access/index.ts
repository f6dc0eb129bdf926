import type { Feature } from '../manifest.ts'
import { operations } from './rpc/operations.ts'

/** What gives access in a user's name: their sessions and the tokens of applications, seen and ended together. */
export const userAccess: Feature = { name: 'user-access', operations }
