import type { Standing } from '../../../contract/details.ts'

/** Where a row of users or their metadata stands, for its details. */
export function standing(row: {
  readonly sequence: string
  readonly created_at: string
  readonly changed_at: string
  readonly org_id: string
}): Standing {
  return {
    sequence: Number(row.sequence),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    owner: row.org_id,
  }
}
