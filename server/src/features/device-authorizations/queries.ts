import type { Database } from '../../database/database.ts'

/** A request that waits for its person, with the names that they are to recognize. */
export interface WaitingDevice {
  readonly device_authorization_id: string
  readonly client_id: string
  readonly app_name: string | null
  readonly project_name: string | null
}

/** Finds the pending request with this MAC of a user code, expired or not. */
export async function findWaitingDevice(
  database: Pick<Database, 'find'>,
  instanceId: string,
  mac: string,
): Promise<WaitingDevice | undefined> {
  const [row] = await database.find<WaitingDevice>(
    `select d.device_authorization_id, d.client_id, a.name as app_name, p.name as project_name
       from device_authorizations d
       left join applications a on a.instance_id = d.instance_id and a.client_id = d.client_id
       left join projects p on p.instance_id = a.instance_id and p.project_id = a.project_id
      where d.instance_id = $1 and d.user_code_mac = $2`,
    [instanceId, mac],
  )
  return row
}
