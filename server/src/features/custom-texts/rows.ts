import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { CustomTextsState } from './state.ts'

/** One row per template and language in which an owner has its own texts. */
export function customTextRows({ entries }: CustomTextsState, stream: StreamOrigin): IndexRows {
  return {
    custom_texts: Object.values(entries).map((entry) => ({
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
