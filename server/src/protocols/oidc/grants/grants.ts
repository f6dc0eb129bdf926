import type { Grant } from '../tokenRequest.ts'
import { authorizationCode } from './authorizationCode.ts'
import { clientCredentials } from './clientCredentials.ts'
import { deviceCode } from './deviceCode.ts'
import { jwtBearer } from './jwtBearer.ts'
import { refreshToken } from './refreshToken.ts'
import { tokenExchange } from './tokenExchange.ts'

/** Every type of grant that the token endpoint redeems. */
export const grants: readonly Grant[] = [
  authorizationCode,
  refreshToken,
  clientCredentials,
  jwtBearer,
  deviceCode,
  tokenExchange,
]
