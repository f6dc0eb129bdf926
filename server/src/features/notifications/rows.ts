import type { IndexRows, StreamInfo } from '../../kernel/facet.ts'
import type { ProvidersState } from './providerState.ts'
import type { TextsState } from './textState.ts'

/** One row of `notification_providers` per provider. */
export function providerRows({ providers, active }: ProvidersState, stream: StreamInfo): IndexRows {
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

/** One row of `message_texts` per message and language that an owner has texts of its own for. */
export function textRows({ entries }: TextsState, stream: StreamInfo): IndexRows {
  return {
    message_texts: Object.values(entries).map((entry) => ({
      instance_id: stream.instanceId,
      owner: stream.id,
      is_default: stream.type === 'instance',
      template: entry.template,
      language: entry.language,
      texts: entry.texts,
      created_at: entry.createdAt,
      changed_at: entry.changedAt,
      sequence: entry.sequence,
    })),
  }
}
