import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { signJwt } from '../../server/src/features/web-keys/index.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { operate } from './recoveryCodes.ts'

/** A session of a person of an organization, and the server whose address the clients know. */
export interface EndingSession {
  readonly orgId: string
  readonly userId: string
  readonly sessionId: string
  readonly sessionToken: string
  readonly issuer: string
}

/** All ways in which a session is ended by other than its expiry, asked of any process; the last one ends it by a job, which it runs. */
export const sessionEnds: Readonly<Record<string, (at: TestServer, of: EndingSession) => Promise<unknown>>> =
  {
    'DeleteSession with its token': (at, { sessionId, sessionToken }) =>
      at.client(SessionService).deleteSession({ sessionId, sessionToken }),
    'DeleteSession by an administrator': (at, { sessionId }) =>
      at.client(SessionService).deleteSession({ sessionId }),
    'a logout with an ID token': endWithIdToken,
    'DELETE …/access/sessions/{id}': (at, { userId, sessionId }) =>
      operate(at, 'DELETE', `users/${userId}/access/sessions/${sessionId}`),
    'DELETE …/access': (at, { userId }) => operate(at, 'DELETE', `users/${userId}/access`),
    'the deactivation of its user': (at, { userId }) => at.client(UserService).deactivateUser({ userId }),
    'the lock of its user': (at, { userId }) => at.client(UserService).lockUser({ userId }),
    'the removal of its user': (at, { userId }) => at.client(UserService).deleteUser({ userId }),
    'the removal of the organization of its user': async (at, { orgId }) => {
      await at.client(AdminService).removeOrg({ orgId })
      await at.runJobs()
    },
  }

async function endWithIdToken(at: TestServer, { userId: sub, sessionId: sid, issuer: iss }: EndingSession) {
  const { deps } = at.product
  const exp = Math.floor(at.clock.now().getTime() / 1000) + 60
  const claims = { iss, sub, sid, aud: 'any', azp: 'any', exp }
  const hint = await signJwt(deps, at.first.instanceId, { typ: 'JWT', claims })
  const reply = await fetch(`${at.url}/oidc/v1/end_session?${new URLSearchParams({ id_token_hint: hint })}`, {
    redirect: 'manual',
    headers: { 'x-zitadel-public-host': new URL(iss).host },
  })
  if (reply.status >= 400) throw new Error(await reply.text())
}
