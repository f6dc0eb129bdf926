import type { Grant } from '../tokenRequest.ts'
import { authorizationCode } from './authorizationCode.ts'
import { clientCredentials } from './clientCredentials.ts'
import { refreshToken } from './refreshToken.ts'

/** Every type of grant that the token endpoint redeems. */
export const grants: readonly Grant[] = [authorizationCode, refreshToken, clientCredentials]
