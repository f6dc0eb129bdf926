import type { AuthorizeOrDenyDeviceAuthorizationRequest } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import { accept, DomainError, type Refusal } from '../../../kernel/refusal.ts'
import { readApplication } from '../../applications/index.ts'
import { keptAdmission, projectAdmits, withProjectLevel } from '../../authorizations/index.ts'
import type { Deps } from '../../manifest.ts'
import { type LinkedSession, linkOf, linkSession } from '../../sessions/index.ts'
import { approveDevice, denyDevice, openDevice, refuseClient } from '../commands/answerDevice.ts'
import type { DeviceAuthorizationEvent } from '../events.ts'
import { decisionMissing, deviceUnproved } from '../refusals.ts'
import { deviceAuthorizationFacet, type Pending } from '../state.ts'

/** How a login answers a device. */
export type DeviceAnswer =
  | { readonly kind: 'deny' }
  | {
      readonly kind: 'session'
      /** Takes the session in the unit of work, which guards it. */
      readonly link: (tx: Transaction) => Promise<LinkedSession | Refusal>
      /** What the login itself demands of the session. */
      readonly demand?: (
        tx: Transaction,
        linked: LinkedSession,
        open: Pending,
      ) => Promise<Refusal | undefined>
    }

/** Answers a device with a session and its token, or denies it (oidc.v2 `AuthorizeOrDenyDeviceAuthorization`). */
export async function authorizeOrDenyDevice(
  deps: Deps,
  call: Call,
  { deviceAuthorizationId, decision }: AuthorizeOrDenyDeviceAuthorizationRequest,
): Promise<void> {
  switch (decision.case) {
    case 'session': {
      const link = (tx: Transaction) => linkSession(deps, tx, decision.value)
      return answerDevice(deps, call, deviceAuthorizationId, { kind: 'session', link })
    }
    case 'deny':
      return answerDevice(deps, call, deviceAuthorizationId, { kind: 'deny' })
    default:
      throw new DomainError(decisionMissing)
  }
}

/**
 * Approves a device with a session, or denies it; for the contract and for our own pages. Demands `session.link`. A session that
 * has not proved enough for its user approves nothing: a device's tokens reach as far as a browser's. Nor is a device approved whose
 * application would get no tokens for it any more, or whose project does not admit the user.
 */
export async function answerDevice(
  { log }: Pick<Deps, 'log'>,
  call: Call,
  id: string,
  answer: DeviceAnswer,
): Promise<void> {
  await workOn(log, writing(call), { type: 'device_auth', id }, async (stream, tx) => {
    const state = stream.state(deviceAuthorizationFacet)
    if (answer.kind === 'deny') {
      const denied = denyDevice(state)
      if (state.kind !== 'none') requirePermission(call, 'session.link', {})
      await tx.append(stream, accept<readonly DeviceAuthorizationEvent[]>(denied))
      return
    }
    const open = accept<Pending>(openDevice(state, tx.now))
    requirePermission(call, 'session.link', {})
    const { request } = open
    const [{ client, demands }, taken] = await Promise.all([readApplication(tx, request), answer.link(tx)])
    const refused = refuseClient(client)
    if (refused) throw new DomainError(refused)
    const linked = accept<LinkedSession>(taken)
    const { id: userId, owner: userOrgId } = linked.user
    const [admission, undone] = await Promise.all([
      projectAdmits(tx, demands, { projectId: request.projectId, userId, userOrgId }),
      answer.demand?.(tx, linked, open),
    ])
    if (undone) throw new DomainError(undone)
    if (!linked.assurance.allowed) throw new DomainError(deviceUnproved)
    if (admission.refusal) throw new DomainError(admission.refusal)
    const approval = { ...linkOf(linked), ...keptAdmission(admission, tx.now) }
    const now = { ...open, request: withProjectLevel(request, admission.requiredAcr) }
    const events = approveDevice(now, approval, linked.assurance.aal, tx.now)
    await tx.append(stream, accept<readonly DeviceAuthorizationEvent[]>(events))
  })
}
