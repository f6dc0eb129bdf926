import { publicOrigin } from '../../access/publicOrigin.ts'
import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { JobFailure } from '../../jobs/jobFailure.ts'
import { handle, type JobOf, type TaskHandler } from '../../jobs/task.ts'
import { randomToken } from '../../kernel/crypto/randomToken.ts'
import { AddressNotAllowed } from '../../outbound/outbound.ts'
import { type ClientRow, clientColumns, clientOf, clientTables } from '../applications/index.ts'
import type { Deps } from '../manifest.ts'
import { signJwt } from '../web-keys/index.ts'
import { logoutSent } from './events.ts'
import { notifyClient } from './jobs.ts'

/** Seconds for which a logout token is valid (oidc notes §2). */
const lifetime = 900
/** Statuses after which no further notice is sent: success, and a refused token. */
const final: ReadonlySet<number> = new Set([200, 202, 204, 400])

/** Handles `notifyClient`. */
export function logoutTasks(deps: Deps): readonly TaskHandler[] {
  return [handle(notifyClient, (job) => notify(deps, job))]
}

async function notify(deps: Deps, job: JobOf<typeof notifyClient>): Promise<void> {
  const { instanceId, sessionId, clientId } = job
  const uri = await logoutUriOf(deps, instanceId, clientId)
  if (uri === undefined) return
  await send(deps, uri, await logoutToken(deps, job))
  await decideOn(
    deps.log,
    systemWriting(deps.clock, instanceId),
    { type: 'session', id: sessionId },
    (session) => (session.sequence === 0 ? [] : [logoutSent({ clientId })]),
  )
}

/** Returns the URI as the client has it now; undefined if it has none any more or is not active. */
async function logoutUriOf(deps: Deps, instanceId: string, clientId: string): Promise<string | undefined> {
  const [row] = await deps.database.find<ClientRow>(
    `select ${clientColumns} from ${clientTables} where a.instance_id = $1 and a.client_id = $2`,
    [instanceId, clientId],
  )
  return row && clientOf(row)?.backChannelLogoutUri
}

/** Signs a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4). */
async function logoutToken(deps: Deps, job: JobOf<typeof notifyClient>): Promise<string> {
  const { instanceId, sessionId, userId, clientId } = job
  const iat = Math.floor(deps.clock.now().getTime() / 1000)
  return signJwt(deps, instanceId, {
    typ: 'logout+jwt',
    claims: {
      iss: job.issuer ?? (await primaryIssuer(deps, instanceId)),
      aud: clientId,
      sub: userId,
      sid: sessionId,
      iat,
      exp: iat + lifetime,
      jti: randomToken(16),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    },
  })
}

async function primaryIssuer({ database, config }: Deps, instanceId: string): Promise<string> {
  const [row] = await database.find<{ domain: string }>(
    'select domain from instance_domains where instance_id = $1 and is_primary',
    [instanceId],
  )
  return publicOrigin(config, row?.domain ?? config.externalDomain).url
}

async function send({ outbound }: Deps, uri: string, token: string): Promise<void> {
  const status = await outbound
    .request(uri, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: '*/*' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      maxBytes: 0,
    })
    .then(
      (reply) => reply.status,
      (error: unknown) => {
        if (error instanceof AddressNotAllowed) throw new JobFailure(error.message, true)
        const { host } = new URL(uri)
        throw new JobFailure(`${host} cannot be reached for back-channel logout: ${codeOf(error)}`)
      },
    )
  if (!final.has(status)) {
    throw new JobFailure(`${new URL(uri).host} answered back-channel logout with ${status}`)
  }
}

function codeOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown }
  return String(code ?? name)
}
