import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  type DeviceApproval,
  type DeviceAuthorizationEvent,
  type DeviceRequest,
  deviceAuthorizationAdded,
  deviceAuthorizationApproved,
  deviceAuthorizationCanceled,
  deviceAuthorizationDone,
  deviceAuthorizationEvents,
} from './events.ts'

/** A request that a person is to approve or deny. */
export type Pending = { readonly kind: 'pending'; readonly request: DeviceRequest }
/** A request whose tokens the device may fetch once. */
export type Approved = {
  readonly kind: 'approved'
  readonly request: DeviceRequest
  readonly approval: DeviceApproval
}

/** One device authorization; `denied` and `done` keep what tells a late poll from an unknown code. */
export type DeviceAuthorizationState =
  | { readonly kind: 'none' }
  | Pending
  | Approved
  | { readonly kind: 'denied'; readonly request: DeviceRequest }
  | { readonly kind: 'done' }

const none: DeviceAuthorizationState = { kind: 'none' }

/** The authorization of a device (RFC 8628), from the device's request until its tokens are fetched. */
export const deviceAuthorizationFacet: Facet<DeviceAuthorizationState, DeviceAuthorizationEvent> = {
  name: 'deviceAuthorization',
  streams: ['device_auth'],
  events: deviceAuthorizationEvents,
  initial: none,
  evolve,
  rows: (state, { instanceId, id }) =>
    state.kind === 'none' || state.kind === 'done'
      ? {}
      : {
          device_authorizations: [
            {
              instance_id: instanceId,
              device_authorization_id: id,
              client_id: state.request.clientId,
              code_id: state.request.codeId,
              user_code_mac: state.kind === 'pending' ? state.request.userCodeMac : null,
              expires_at: state.request.expiresAt,
            },
          ],
        },
  secrets: (state) => (state.kind === 'none' || state.kind === 'done' ? [] : [state.request.codeId]),
}

function evolve(
  state: DeviceAuthorizationState,
  event: Recorded<DeviceAuthorizationEvent>,
): DeviceAuthorizationState {
  switch (event.type) {
    case deviceAuthorizationAdded.type:
      return { kind: 'pending', request: event.payload }
    case deviceAuthorizationApproved.type:
      return state.kind === 'pending' ? { ...state, kind: 'approved', approval: event.payload } : state
    case deviceAuthorizationCanceled.type:
      if (state.kind !== 'pending' && state.kind !== 'approved' && state.kind !== 'denied') return state
      return event.payload.reason === 'expired'
        ? { kind: 'done' }
        : { kind: 'denied', request: state.request }
    case deviceAuthorizationDone.type:
      return { kind: 'done' }
  }
}
