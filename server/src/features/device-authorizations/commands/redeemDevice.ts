import type { Approved, DeviceAuthorizationState } from '../state.ts'

/** Seconds after its expiry for which an approved code can be redeemed: the device polls, and may be late. */
const grace = 300

/** Why a device code gives no tokens (RFC 8628 §3.5). */
export type DeviceNotRedeemed = 'authorization_pending' | 'access_denied' | 'expired_token' | 'invalid_grant'

/**
 * Returns the approval if the device may fetch its tokens now. A code of another client, or one that was redeemed, counts as
 * unknown.
 */
export function redeemDevice(
  state: DeviceAuthorizationState,
  clientId: string,
  now: Date,
): Approved | DeviceNotRedeemed {
  if (state.kind === 'none' || state.kind === 'done' || state.request.clientId !== clientId)
    return 'invalid_grant'
  const late = now.getTime() - Date.parse(state.request.expiresAt)
  switch (state.kind) {
    case 'denied':
      return 'access_denied'
    case 'pending':
      return late >= 0 ? 'expired_token' : 'authorization_pending'
    case 'approved':
      return late >= grace * 1000 ? 'expired_token' : state
  }
}
