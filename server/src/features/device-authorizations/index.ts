import type { Feature } from '../manifest.ts'
import { deviceAuthorizationMigrations } from './migrations.ts'
import { deviceAuthorizationSchedules, deviceEndFacet, endedDevices } from './retention.ts'
import { oidcService } from './rpc/oidcService.ts'
import { deviceAuthorizationFacet } from './state.ts'

export { deviceCodeLifetime, deviceCodeText, parseUserCode, pollInterval } from './codes.ts'
export { openDevice } from './commands/answerDevice.ts'
export { type DeviceNotRedeemed, redeemDevice } from './commands/redeemDevice.ts'
export { type DeviceApproval, type DeviceRequest, deviceAuthorizationDone } from './events.ts'
export { deviceNotFound } from './refusals.ts'
export { type Approved, type DeviceAuthorizationState, deviceAuthorizationFacet } from './state.ts'
export { answerDevice } from './writes/answerDevice.ts'
export { type DeviceCodes, openDeviceAuthorization } from './writes/openDevice.ts'

/** Devices that have no browser: their requests, and the answers of people elsewhere (RFC 8628). */
export const deviceAuthorizations: Feature = {
  name: 'device-authorizations',
  migrations: deviceAuthorizationMigrations,
  tables: ['device_authorizations'],
  facets: [deviceAuthorizationFacet, deviceEndFacet],
  handlers: (deps) => [oidcService(deps)],
  schedules: deviceAuthorizationSchedules,
  dead: [endedDevices],
}
