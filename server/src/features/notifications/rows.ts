import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { ProvidersState } from './providerState.ts'

/** Renders one row of `notification_providers` per provider. */
export function providerRows({ providers, active }: ProvidersState, stream: StreamOrigin): IndexRows {
  return {
    notification_providers: Object.entries(providers).map(([id, provider]) => ({
      instance_id: stream.instanceId,
      provider_id: id,
      channel: provider.channel,
      active: active[provider.channel] === id,
      description: provider.description,
      settings: provider.settings,
      secret_id: provider.secretId,
      created_at: provider.createdAt,
      changed_at: provider.changedAt,
      sequence: provider.sequence,
    })),
  }
}
