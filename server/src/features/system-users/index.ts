import type { Feature } from '../manifest.ts'
import { systemTokenKind } from './systemTokenKind.ts'

/** Callers of the system API, configured with `SALLYPORT_SYSTEM_API_USERS`. */
export const systemUsers: Feature = {
  name: 'system-users',
  credentials: (config) => [systemTokenKind(config)],
}
