import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { LogTargetsState } from './state.ts'

/** Renders one row of `log_targets` per target. */
export function logTargetRows(targets: LogTargetsState, stream: StreamOrigin): IndexRows {
  return {
    log_targets: Object.entries(targets).map(([id, target]) => ({
      instance_id: stream.instanceId,
      target_id: id,
      name: target.name,
      url: target.url,
      format: target.format,
      types: target.types,
      stream_types: target.streamTypes,
      start: target.start,
      active: target.active,
      signing_key_id: target.signingKeyId,
      credential_header: target.credential?.header ?? null,
      credential_id: target.credential?.secretId ?? null,
      created_at: target.createdAt,
      changed_at: target.changedAt,
      sequence: target.sequence,
    })),
  }
}
