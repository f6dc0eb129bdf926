import type { TargetWithDelivery } from '../queries.ts'

/** Shows a target with how its delivery goes, without its secrets. */
export function shownTarget(row: TargetWithDelivery) {
  return {
    id: row.target_id,
    name: row.name,
    url: row.url,
    format: row.format,
    types: [...row.types],
    streamTypes: [...row.stream_types],
    start: row.start,
    active: row.active,
    credentialHeader: row.credential_header,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    delivery: shownDelivery(row),
  }
}

function shownDelivery(row: TargetWithDelivery) {
  const isFailing = row.failures > 0
  return {
    state: !row.active ? 'paused' : isFailing ? 'failing' : 'active',
    delivered: Number(row.delivered),
    lastPosition: row.last_position,
    lastEventAt: row.last_event_at,
    lastDeliveredAt: row.last_delivered_at,
    waiting: row.waiting,
    more: row.more,
    waitingSince: row.waiting_since,
    failures: row.failures,
    failingSince: row.failing_since,
    lastAttemptAt: row.last_attempt_at,
    lastError: row.last_error,
    lastFailure: row.last_failure && { ...row.last_failure },
    nextAttemptAt: isFailing && row.active ? row.next_attempt_at : null,
  }
}
