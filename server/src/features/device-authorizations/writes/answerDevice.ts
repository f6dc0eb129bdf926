import type { AuthorizeOrDenyDeviceAuthorizationRequest } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type LinkedSession, linkOf, linkSession } from '../../sessions/index.ts'
import { approveDevice, denyDevice, openDevice } from '../commands/answerDevice.ts'
import type { DeviceAuthorizationEvent } from '../events.ts'
import { decisionMissing, deviceUnproved } from '../refusals.ts'
import { deviceAuthorizationFacet, type Pending } from '../state.ts'

/**
 * Approves a device with a session, or denies it (oidc.v2 `AuthorizeOrDenyDeviceAuthorization`). Demands `session.link`. A
 * session that has not proved enough for its user approves nothing: a device's tokens reach as far as a browser's.
 */
export async function answerDevice(
  deps: Deps,
  call: Call,
  { deviceAuthorizationId: id, decision }: AuthorizeOrDenyDeviceAuthorizationRequest,
): Promise<void> {
  if (decision.case === undefined) throw new DomainError(decisionMissing)
  await workOn(deps.log, writing(call), { type: 'device_auth', id }, async (stream, tx) => {
    const state = stream.state(deviceAuthorizationFacet)
    if (decision.case === 'session') accept<Pending>(openDevice(state, tx.now))
    else if (state.kind === 'none') accept(denyDevice(state))
    requirePermission(call, 'session.link', {})
    if (decision.case === 'deny') {
      await tx.append(stream, accept<readonly DeviceAuthorizationEvent[]>(denyDevice(state)))
      return
    }
    const linked = accept<LinkedSession>(await linkSession(deps, tx, decision.value))
    if (!linked.assurance.allowed) throw new DomainError(deviceUnproved)
    const events = approveDevice(state, linkOf(linked), linked.assurance.aal, tx.now)
    await tx.append(stream, accept<readonly DeviceAuthorizationEvent[]>(events))
  })
}
