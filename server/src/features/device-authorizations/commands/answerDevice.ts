import type { Decision } from '../../../kernel/facet.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { clientInactive, type OidcClient } from '../../applications/index.ts'
import {
  type DeviceApproval,
  type DeviceAuthorizationEvent,
  deviceAuthorizationApproved,
  deviceAuthorizationCanceled,
} from '../events.ts'
import {
  deviceAcrUnmet,
  deviceGrantRemoved,
  deviceHandled,
  deviceNotFound,
  deviceOtherOrganization,
} from '../refusals.ts'
import type { DeviceAuthorizationState, Pending } from '../state.ts'

/** Returns the request if a person can still answer it at this instant. */
export function openDevice(state: DeviceAuthorizationState, now: Date): Pending | Refusal {
  if (state.kind === 'none') return deviceNotFound
  return state.kind === 'pending' && now < new Date(state.request.expiresAt) ? state : deviceHandled
}

/** Why an application, undefined unless it is active, gets no tokens for a device any more. */
export function refuseClient(client: Pick<OidcClient, 'grantTypes'> | undefined): Refusal | undefined {
  if (client === undefined) return clientInactive
  const mayAsk = client.grantTypes.includes('urn:ietf:params:oauth:grant-type:device_code')
  return mayAsk ? undefined : deviceGrantRemoved
}

/** Approves an open request, if the user's organization and level are those that it demands. */
export function approveDevice(
  state: DeviceAuthorizationState,
  approval: DeviceApproval,
  level: number,
  now: Date,
): Decision<DeviceAuthorizationEvent> {
  const open = openDevice(state, now)
  if ('refused' in open) return open
  const { organization, demandedLevel = 0 } = open.request
  if (organization !== undefined && organization !== approval.userOrgId) return deviceOtherOrganization
  if (level < demandedLevel) return deviceAcrUnmet(demandedLevel, level)
  return [deviceAuthorizationApproved(approval)]
}

/** Denies a request that was not redeemed; one that cannot be approved any more needs nothing. */
export function denyDevice(state: DeviceAuthorizationState): Decision<DeviceAuthorizationEvent> {
  switch (state.kind) {
    case 'none':
      return deviceNotFound
    case 'pending':
    case 'approved':
      return [deviceAuthorizationCanceled({ reason: 'denied' })]
    case 'denied':
    case 'done':
      return []
  }
}
