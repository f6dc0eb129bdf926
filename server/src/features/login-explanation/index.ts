import type { Feature } from '../manifest.ts'
import { operations } from './rpc/operations.ts'

/** Why a person can or cannot log in, from the facts and the one rule that the login pages use. */
export const loginExplanation: Feature = { name: 'login-explanation', operations }
