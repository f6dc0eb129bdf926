import { loginEndpoint } from './loginEndpoint.ts'
import { resourceEndpoint } from './resourceEndpoint.ts'
import { revokeEndpoint } from './revokeEndpoint.ts'

/** An index of endpoints: one line for each file. */
export const testEndpoints = [loginEndpoint, resourceEndpoint, revokeEndpoint]
