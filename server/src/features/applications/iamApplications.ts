import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { EventLog, Transaction } from '../../eventlog/types.ts'
import type { InstanceId, ProjectId } from '../../kernel/ids.ts'
import type { Deps } from '../manifest.ts'
import { projectFacet } from '../projects/index.ts'
import { defaultOidcConfig } from './config.ts'
import { consoleSet, oidcEvents } from './events.ts'
import { applicationOf, applicationsFacet, iamConsoleFacet } from './state.ts'
import { appendApplication, type NewApplication } from './writes/createApplication.ts'

/** The name of the app that stands for the administration pages. */
const consoleName = 'Management Console'
const apiNames = ['Management-API', 'Admin-API', 'Auth-API']
/** The grants of the console: code, and refresh tokens for as long as its tab is open. */
const consoleGrants = ['authorization_code', 'refresh_token'] as const
/** A project with more hosts has the pages on the first ones only. */
const mostHosts = 100

/**
 * Adds the apps of the instance's own API and of its console to the project that stands for it, unless the instance has them (platform
 * notes §2). The console may be opened on every origin; without `secure` it is in dev mode.
 */
export async function addIamApplications(
  tx: Transaction,
  on: { readonly projectId: ProjectId; readonly origins: readonly string[]; readonly secure: boolean },
): Promise<void> {
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  if (instance.state(iamConsoleFacet).appId !== '') return
  const stream = await tx.load({ type: 'project', id: on.projectId })
  const add = (name: string, settings: NewApplication['settings']) => {
    const project = { stream, project: stream.state(projectFacet), apps: stream.state(applicationsFacet) }
    return appendApplication(tx, project, { name, settings })
  }
  for (const name of apiNames) {
    await add(name, { kind: 'api', config: { authMethod: 'private_key_jwt', metadata: {} } })
  }
  const { appId, clientId } = await add(consoleName, {
    kind: 'oidc',
    config: {
      ...defaultOidcConfig,
      appType: 'user_agent',
      authMethod: 'none',
      grantTypes: [...consoleGrants],
      devMode: !on.secure,
      ...urisOf(on.origins.slice(0, mostHosts)),
    },
  })
  await tx.append(instance, [consoleSet({ appId, clientId, projectId: on.projectId })])
}

/** Returns the client id of the console of an instance; '' if it has none. */
export async function consoleClientId(log: Pick<EventLog, 'load'>, instanceId: InstanceId): Promise<string> {
  const instance = await log.load({ instanceId, type: 'instance', id: instanceId })
  return instance.state(iamConsoleFacet).clientId
}

/**
 * Lets the console be opened on new origins of the instance and no longer on removed ones; URIs that somebody added stay. A console of a
 * release that had no use for refresh tokens is granted them.
 */
export async function moveConsole(
  tx: Transaction,
  origins: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Promise<void> {
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  const { appId, projectId } = instance.state(iamConsoleFacet)
  if (appId === '') return
  const project = await tx.load({ type: 'project', id: projectId })
  const protocol = applicationOf(project.state(applicationsFacet), appId)?.protocol
  if (protocol?.kind !== 'oidc') return
  const [added, removed] = [urisOf(origins.added), urisOf(origins.removed)]
  const next = (name: 'redirectUris' | 'postLogoutRedirectUris') => {
    const kept = protocol.config[name].filter((uri) => !removed[name].includes(uri))
    return [...new Set([...kept, ...added[name]])].slice(0, mostHosts)
  }
  const changes = {
    redirectUris: next('redirectUris'),
    postLogoutRedirectUris: next('postLogoutRedirectUris'),
  }
  const grantTypes = [...new Set([...protocol.config.grantTypes, ...consoleGrants])]
  const isSettled =
    grantTypes.length === protocol.config.grantTypes.length &&
    changes.redirectUris.join(' ') === protocol.config.redirectUris.join(' ')
  if (isSettled) return
  await tx.append(project, [oidcEvents.changed({ appId, changes: { ...changes, grantTypes } })])
}

/** Adds the origins that consoles lack because the public address of the server has changed, and their grants. Only one process may do this at a time. */
export async function settleConsoles(
  { database, log, clock }: Pick<Deps, 'database' | 'log' | 'clock'>,
  originOf: (domain: string) => string,
): Promise<void> {
  const consoles = await database.query<{
    instance_id: string
    domains: string[]
    uris: string[]
    grants: string[]
  }>(
    `select a.instance_id, a.config->'redirectUris' as uris, a.config->'grantTypes' as grants,
        array(select d.domain from instance_domains d where d.instance_id = a.instance_id order by d.domain) as domains
       from iam_projects p join applications a on a.instance_id = p.instance_id and a.project_id = p.project_id
      where a.name = $1 and a.kind = 'oidc'`,
    [consoleName],
  )
  for (const { instance_id: id, domains, uris, grants } of consoles) {
    const origins = domains.slice(0, mostHosts).map(originOf)
    const hasOrigins =
      urisOf(origins).redirectUris.every((uri) => uris.includes(uri)) || uris.length >= mostHosts
    if (hasOrigins && consoleGrants.every((grant) => grants.includes(grant))) continue
    await log.transact(systemWriting(clock, id), { type: 'instance', id }, (tx) =>
      moveConsole(tx, { added: origins, removed: [] }),
    )
  }
}

function urisOf(origins: readonly string[]) {
  return {
    redirectUris: origins.map((origin) => `${origin}/ui/console/auth/callback`),
    postLogoutRedirectUris: origins.map((origin) => `${origin}/ui/console/signedout`),
  }
}
