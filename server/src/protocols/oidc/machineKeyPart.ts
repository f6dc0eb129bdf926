import { type LookupPart, oneRow } from './lookup.ts'

/** The columns of a machine that signs with one of its keys. */
export interface MachineKeyColumns {
  readonly key_user_id: string | null
  readonly key_org_id: string | null
  readonly key_user_active: boolean | null
  readonly key_token_type: 'bearer' | 'jwt' | null
  readonly key_user_sequence: number | null
  readonly key_id: string | null
  /** SPKI PEM. */
  readonly key_pem: string | null
  readonly key_expires_at: string | null
}

/** Reads the key with this id, if it is one of this user's, and the machine itself. */
export const machineKeyPart: LookupPart<'assertion_user' | 'assertion_key', MachineKeyColumns> = {
  keys: ['assertion_user', 'assertion_key'],
  joins: oneRow(
    'k',
    `select mk.key_id, mk.public_key, mk.expires_at, u.user_id, u.org_id, u.access_token_type, s.sequence,
        u.status = 'active' and o.state = 'active' as active
       from machine_keys mk
       join users u on u.instance_id = mk.instance_id and u.user_id = mk.user_id and u.kind = 'machine'
       join organizations o on o.instance_id = u.instance_id and o.org_id = u.org_id
       join streams s on s.instance_id = u.instance_id and s.stream_type = 'user' and s.stream_id = u.user_id
      where mk.instance_id = i.instance_id and mk.key_id = w.assertion_key and mk.user_id = w.assertion_user`,
  ),
  columns: {
    key_user_id: 'k.user_id',
    key_org_id: 'k.org_id',
    key_user_active: 'k.active',
    key_token_type: 'k.access_token_type',
    key_user_sequence: 'k.sequence',
    key_id: 'k.key_id',
    key_pem: 'k.public_key',
    key_expires_at: 'k.expires_at',
  },
}
