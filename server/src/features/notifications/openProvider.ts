import type { Deps } from '../manifest.ts'
import type { OpenProvider } from './adapters/outgoing.ts'
import type { Channel } from './events.ts'
import { activeProvider, type ProviderRow } from './queries.ts'

/** Returns a channel's active provider with its secret opened; undefined without one. */
export async function openActiveProvider(
  deps: Pick<Deps, 'log' | 'database'>,
  instanceId: string,
  channel: Channel,
): Promise<OpenProvider | undefined> {
  const row = await activeProvider(deps.database, instanceId, channel)
  return row && openProvider(deps, instanceId, row)
}

async function openProvider(
  deps: Pick<Deps, 'log'>,
  instanceId: string,
  row: ProviderRow,
): Promise<OpenProvider> {
  return {
    instanceId,
    id: row.provider_id,
    description: row.description,
    version: row.sequence,
    settings: row.settings,
    secret: await openSecret(deps, instanceId, row.secret_id),
  }
}

/** Returns the plain password, token or signing key of a provider; undefined without one. */
export async function openSecret(
  deps: Pick<Deps, 'log'>,
  instanceId: string,
  secretId: string | null,
): Promise<string | undefined> {
  if (secretId === null) return undefined
  return (await deps.log.secret({ instanceId, type: 'instance', id: instanceId }, secretId))?.toString()
}
