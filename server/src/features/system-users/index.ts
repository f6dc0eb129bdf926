import type { Feature } from '../manifest.ts'
import { systemTokenKind } from './systemTokenKind.ts'

/** Callers of the system API, named by the configuration (`SALLYPORT_SYSTEM_API_USERS`). */
export const systemUsers: Feature = {
  name: 'system-users',
  credentials: (config) => [systemTokenKind(config)],
}
