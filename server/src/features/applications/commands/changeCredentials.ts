import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { usesSecret } from '../config.ts'
import { type ApplicationEvent, apiEvents, keyEvents, oidcEvents } from '../events.ts'
import { appNotFound, keyNotFound } from '../refusals.ts'
import { type ApplicationsState, applicationOf } from '../state.ts'
import { projectTooLarge, withinBounds } from './bounds.ts'
import { wrongKind } from './changeApplication.ts'

const mostKeys = 50

const withoutSecret = refuse(
  'applications.without_secret',
  'failed_precondition',
  'the application does not authenticate with a secret; change its authentication to basic or post first',
)
const withoutKeys = refuse(
  'applications.without_keys',
  'failed_precondition',
  'only OIDC and API applications have keys; send the certificate of a SAML application with its metadata',
)
const tooManyKeys = refuse(
  'applications.too_many_keys',
  'failed_precondition',
  `an application has at most ${mostKeys} keys; remove those that are not used`,
)

/** A client secret to replace; `kind` is the kind that the request says the app has, if it does. */
export interface SecretToReplace {
  readonly appId: string
  readonly kind?: 'oidc' | 'api' | undefined
}

/** Replaces the client secret; the former one is deleted in the same commit. */
export function regenerateSecret(
  apps: ApplicationsState,
  input: SecretToReplace & { readonly secretId: string },
): Decision<ApplicationEvent> {
  const { appId, kind, secretId } = input
  const app = applicationOf(apps, appId)
  if (app === undefined) return appNotFound
  const { protocol } = app
  if (kind !== undefined && protocol.kind !== kind) return wrongKind
  const isClient = protocol.kind === 'oidc' || protocol.kind === 'api'
  if (!isClient || !usesSecret(protocol.config)) return withoutSecret
  return [(protocol.kind === 'oidc' ? oidcEvents : apiEvents).secretChanged({ appId, secretId })]
}

/** Adds a public key to an OIDC or API app, whatever its authentication: it also verifies request objects. */
export function addKey(
  apps: ApplicationsState,
  input: {
    readonly appId: string
    readonly keyId: string
    readonly expiresAt: string
    readonly publicKey: string
  },
): Decision<ApplicationEvent> {
  const app = applicationOf(apps, input.appId)
  if (app === undefined) return appNotFound
  if (app.protocol.kind !== 'oidc' && app.protocol.kind !== 'api') return withoutKeys
  if (app.keys.length >= mostKeys) return tooManyKeys
  const after = { ...apps, [input.appId]: { ...app, keys: [...app.keys, input] } }
  return withinBounds(after) ? [keyEvents.added(input)] : projectTooLarge
}

/** Removes a key; what it signs is refused from then on. */
export function removeKey(
  apps: ApplicationsState,
  { appId, keyId }: { readonly appId: string; readonly keyId: string },
): Decision<ApplicationEvent> {
  const keys = applicationOf(apps, appId)?.keys ?? []
  return keys.some((key) => key.keyId === keyId) ? [keyEvents.removed({ appId, keyId })] : keyNotFound
}
