import { isSecretOf, secretsTable } from '../../eventlog/joinedReads.ts'
import type { DeviceAuthorizationState } from '../../features/device-authorizations/index.ts'
import { type LoginColumns, loginColumns } from './authorize/codePart.ts'
import { type LookupPart, oneRow } from './lookup.ts'

/** The columns of a device code: its state, its sealed digest, and whether the approving user and session can still act. */
export interface DeviceColumns extends LoginColumns {
  readonly device_state: DeviceAuthorizationState | null
  readonly device_sealed: Buffer | null
  readonly user_usable: boolean | null
  /** ISO 8601; null: it does not end by itself. */
  readonly session_expires_at: string | null
  readonly session_known: boolean
}

const state = `dv.facets->'deviceAuthorization'`
const approval = `${state}->'approval'`
const texts = (array: string) => `array(select jsonb_array_elements_text(coalesce(${array}, '[]'::jsonb)))`

/** Reads the device code of the key. */
export const devicePart: LookupPart<'device_id' | 'code_id', DeviceColumns> = {
  keys: ['device_id', 'code_id'],
  joins: `${oneRow(
    'dv',
    `select s.* from streams s where s.instance_id = i.instance_id and s.stream_type = 'device_auth'
       and s.stream_id = w.device_id`,
  )}
    ${oneRow(
      'dk',
      `select x.sealed from ${secretsTable} x where x.instance_id = i.instance_id and ${isSecretOf({ streamType: 'device_auth', streamId: 'w.device_id', id: 'w.code_id' })}`,
    )}
    ${oneRow(
      'du',
      `select u.status, u.locked_until, o.state as org_state from users u
         join organizations o on o.instance_id = u.instance_id and o.org_id = u.org_id
        where u.instance_id = i.instance_id and u.user_id = ${approval}->>'userId'`,
    )}
    ${oneRow(
      'ds',
      `select e.session_id, e.expires_at from sessions e where e.instance_id = i.instance_id
          and e.session_id = ${approval}->>'sessionId' and e.user_id = ${approval}->>'userId'`,
    )}`,
  columns: {
    device_state: state,
    device_sealed: 'dk.sealed',
    user_usable: `(du.status in ('active', 'initial') or du.status = 'locked' and du.locked_until is not null)
      and du.org_state = 'active'`,
    session_known: 'ds.session_id is not null',
    session_expires_at: 'ds.expires_at',
    ...loginColumns({
      userId: `${approval}->>'userId'`,
      scopes: texts(`${state}->'request'->'scope'`),
      audience: texts(`${state}->'request'->'audience'`),
    }),
  },
}
