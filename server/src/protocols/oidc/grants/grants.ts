import type { Grant } from '../tokenRequest.ts'
import { clientCredentials } from './clientCredentials.ts'

/** Every type of grant that the token endpoint redeems. */
export const grants: readonly Grant[] = [clientCredentials]
