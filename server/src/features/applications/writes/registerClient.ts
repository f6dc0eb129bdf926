import type { Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import { type ProjectState, projectFacet } from '../../projects/index.ts'
import { hasName } from '../commands/addApplication.ts'
import { changeApplication } from '../commands/changeApplication.ts'
import { regenerateSecret } from '../commands/changeCredentials.ts'
import { removeApplication } from '../commands/changeState.ts'
import { type OidcConfig, usesSecret } from '../config.ts'
import { appNotFound } from '../refusals.ts'
import { type Registration, readRegistration, registrationOf } from '../registration.ts'
import { applicationOf, applicationsFacet } from '../state.ts'
import { newSecret } from './clientSecret.ts'
import { appendApplication } from './createApplication.ts'

/** The refusal of registrations in a project whose policy allows none. */
export const registrationOff = refuse(
  'applications.registration_off',
  'failed_precondition',
  'clients may not register in this project; allow it with x-sallyport-client-registration: dynamic_registration',
)

/** A client that has registered itself. */
export interface RegisteredClient {
  readonly appId: string
  readonly clientId: string
  /** Returned only once; '' if the client has none or keeps the one that it has. */
  readonly clientSecret: string
  /** ISO 8601. */
  readonly registeredAt: string
  /** Its metadata by the names of RFC 7591 §2, without ids and secrets. */
  readonly metadata: JsonObject
}

/**
 * Registers a client in a project whose policy allows it (RFC 7591 §3). A name that an app of the project has gets the app's id added. Refuses metadata with
 * INVALID_ARGUMENT; the code `redirectUriRefused` stands for `invalid_redirect_uri`.
 */
export async function registerClient(
  tx: Transaction,
  { projectId, metadata }: { readonly projectId: string; readonly metadata: unknown },
): Promise<RegisteredClient> {
  const { name, config } = accept<Registration>(readRegistration(metadata))
  const stream = await tx.load({ type: 'project', id: projectId })
  const project = { stream, project: stream.state(projectFacet), apps: stream.state(applicationsFacet) }
  requirePolicy(project.project)
  const appId = newId()
  const wanted = name || 'Client'
  const app = { appId, name: hasName(project.apps, wanted) ? `${wanted} (${appId})` : wanted }
  const created = await appendApplication(tx, project, { ...app, settings: { kind: 'oidc', config } })
  const { clientId, clientSecret } = created
  const registeredAt = tx.now.toISOString()
  return { appId, clientId, clientSecret, registeredAt, metadata: registrationOf({ name: app.name, config }) }
}

function requirePolicy(project: ProjectState): void {
  if (project.kind === 'none' || project.settings.dynamicRegistration === true) return
  throw new DomainError(registrationOff)
}

/** Returns a registered client (RFC 7592 §2.1); refuses an unknown one. */
export async function registeredClient(
  tx: Pick<Transaction, 'load'>,
  { projectId, appId }: { readonly projectId: string; readonly appId: string },
): Promise<RegisteredClient> {
  const stream = await tx.load({ type: 'project', id: projectId })
  const { name, protocol, createdAt } = accept(
    applicationOf(stream.state(applicationsFacet), appId) ?? appNotFound,
  )
  const { clientId, config } = accept(protocol.kind === 'oidc' ? protocol : appNotFound)
  const metadata = registrationOf({ name, config })
  return { appId, clientId, clientSecret: '', registeredAt: createdAt, metadata }
}

/**
 * Replaces the metadata of a registered client (RFC 7592 §2.2); metadata without effect changes nothing. What an administrator has set
 * beyond registration stays: settings without metadata, and the level that the app demands.
 */
export async function changeRegisteredClient(
  tx: Transaction,
  on: { readonly projectId: string; readonly appId: string; readonly metadata: unknown },
): Promise<RegisteredClient> {
  const { name, config } = accept<Registration>(readRegistration(on.metadata))
  const before = await registeredClient(tx, on)
  const stream = await tx.load({ type: 'project', id: on.projectId })
  requirePolicy(stream.state(projectFacet))
  const apps = stream.state(applicationsFacet)
  const kept = name === '' || hasName(apps, name) ? undefined : name
  const changes = { kind: 'oidc' as const, changes: registeredSettings(config, before.metadata) }
  const decided = changeApplication(apps, { appId: on.appId, name: kept, settings: changes })
  if (!('code' in decided && decided.code === 'applications.unchanged'))
    await tx.append(stream, accept(decided))
  const protocol = applicationOf(stream.state(applicationsFacet), on.appId)?.protocol
  const lacksSecret = protocol?.kind === 'oidc' && usesSecret(protocol.config) && protocol.secretId === null
  if (!lacksSecret) return { ...(await registeredClient(tx, on)), registeredAt: before.registeredAt }
  const secret = await newSecret(tx)
  const { secretId } = secret
  const renewed = regenerateSecret(stream.state(applicationsFacet), {
    appId: on.appId,
    kind: 'oidc',
    secretId,
  })
  await tx.append(stream, accept(renewed))
  secret.seal(stream)
  return { ...(await registeredClient(tx, on)), clientSecret: secret.text }
}

function registeredSettings(config: OidcConfig, { required_acr_values: demanded }: JsonObject) {
  const { appType, authMethod, redirectUris, postLogoutRedirectUris, responseTypes, grantTypes } = config
  const { backChannelLogoutUri, metadata } = config
  const kept = demanded === undefined ? {} : { required_acr_values: demanded as string[] }
  return {
    ...{ appType, authMethod, redirectUris, postLogoutRedirectUris, responseTypes, grantTypes },
    ...{ backChannelLogoutUri, metadata: { ...metadata, ...kept } },
  }
}

/** Removes a registered client (RFC 7592 §2.3). */
export async function removeRegisteredClient(
  tx: Transaction,
  { projectId, appId }: { readonly projectId: string; readonly appId: string },
): Promise<void> {
  const stream = await tx.load({ type: 'project', id: projectId })
  await tx.append(stream, accept(removeApplication(stream.state(applicationsFacet), appId)))
}
