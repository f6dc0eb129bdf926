import type { Call } from '../../../access/call.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { ProjectState } from '../../projects/index.ts'
import { addApplication } from '../commands/addApplication.ts'
import { type ApiConfig, type OidcConfig, type SamlConfig, usesSecret } from '../config.ts'
import type { ApplicationsState } from '../state.ts'
import { requireReachable } from './backChannel.ts'
import { newSecret } from './clientSecret.ts'
import { type NamedProject, onProject } from './project.ts'

/** An app to create; an id is generated unless one is given. */
export interface NewApplication {
  readonly appId?: string | undefined
  readonly name: string
  readonly settings:
    | { readonly kind: 'oidc'; readonly config: OidcConfig }
    | { readonly kind: 'api'; readonly config: ApiConfig }
    | { readonly kind: 'saml'; readonly config: SamlConfig }
}

/** A new app. `clientSecret` is returned only once; '' if the app has none. */
export interface CreatedApplication {
  readonly stream: Stream
  readonly appId: string
  /** '' for SAML apps. */
  readonly clientId: string
  readonly clientSecret: string
}

/** Creates an app in a project (OIDC notes §6). */
export async function createApplication(
  deps: Deps,
  call: Call,
  named: NamedProject,
  app: NewApplication,
): Promise<CreatedApplication> {
  if (app.settings.kind === 'oidc') await requireReachable(deps, app.settings.config.backChannelLogoutUri)
  return onProject(deps, call, named, ({ stream, project, apps }, tx) =>
    appendApplication(tx, { stream, project, apps }, app),
  )
}

/** Appends an app to a loaded project; refuses as `addApplication`. */
export async function appendApplication(
  tx: Transaction,
  on: { readonly stream: Stream; readonly project: ProjectState; readonly apps: ApplicationsState },
  { appId: wanted, name, settings }: NewApplication,
): Promise<CreatedApplication> {
  const appId = wanted || newId()
  if (settings.kind === 'saml') {
    await tx.append(
      on.stream,
      accept(addApplication(on.project, on.apps, { appId, name, protocol: settings })),
    )
    return { stream: on.stream, appId, clientId: '', clientSecret: '' }
  }
  const clientId = newId()
  const secret = usesSecret(settings.config) ? await newSecret(tx) : undefined
  const protocol = { ...settings, clientId, secretId: secret?.secretId ?? null }
  await tx.append(on.stream, accept(addApplication(on.project, on.apps, { appId, name, protocol })))
  secret?.seal(on.stream)
  return { stream: on.stream, appId, clientId, clientSecret: secret?.text ?? '' }
}
