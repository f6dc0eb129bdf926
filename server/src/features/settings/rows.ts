import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { SettingsState } from './state.ts'

/** One row per own setting; readers prefer the organization's row to the instance's. */
export function settingRows(state: SettingsState, stream: StreamOrigin): IndexRows {
  return {
    settings: Object.entries(state.entries).map(([key, entry]) => ({
      instance_id: stream.instanceId,
      owner: stream.id,
      kind: key,
      value: entry.value,
      is_default: stream.type === 'instance',
      created_at: entry.createdAt,
      changed_at: entry.changedAt,
      sequence: entry.sequence,
    })),
  }
}
