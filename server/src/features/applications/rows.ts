import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import type { Application, ApplicationsState } from './state.ts'

/** One row of `applications` per app, and one of `app_keys` per key. */
export function applicationRows(apps: ApplicationsState, stream: StreamOrigin): IndexRows {
  const all = Object.entries(apps)
  return {
    applications: all.map(([appId, app]) => appRow(appId, app, stream)),
    app_keys: all.flatMap(([appId, app]) => keyRows(appId, app, stream)),
  }
}

function appRow(appId: string, app: Application, stream: StreamOrigin) {
  const { protocol } = app
  const isClient = protocol.kind === 'oidc' || protocol.kind === 'api'
  return {
    ...belonging(appId, stream),
    client_id: isClient ? protocol.clientId : null,
    kind: protocol.kind,
    name: app.name,
    state: app.status,
    config: protocol.kind === 'none' ? {} : (protocol.config as Json),
    secret_id: isClient ? protocol.secretId : null,
    resource: isClient ? (protocol.config.metadata.resource ?? null) : null,
    created_at: app.createdAt,
    changed_at: app.changedAt,
    sequence: app.sequence,
  }
}

function keyRows(appId: string, { keys, protocol }: Application, stream: StreamOrigin) {
  return keys.map((key) => ({
    ...belonging(appId, stream),
    key_id: key.keyId,
    client_id: 'clientId' in protocol ? protocol.clientId : '',
    public_key: key.publicKey,
    expires_at: key.expiresAt,
    created_at: key.createdAt,
    sequence: key.sequence,
  }))
}

function belonging(appId: string, stream: StreamOrigin) {
  return { instance_id: stream.instanceId, app_id: appId, project_id: stream.id, org_id: stream.owner }
}
