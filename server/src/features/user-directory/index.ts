import type { Feature } from '../manifest.ts'
import { operations } from './rpc/operations.ts'

/** The people and machines of all organizations that a caller may read, with the factors that they have. */
export const userDirectory: Feature = { name: 'user-directory', operations }
