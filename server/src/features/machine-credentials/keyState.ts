import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { MachineCredentialEvent } from './events.ts'

/** A public key that a machine signs assertions for. */
export type MachineKey = {
  readonly keyId: string
  readonly expiresAt: string
  /** SPKI PEM. */
  readonly publicKey: string
  readonly createdAt: string
  readonly sequence: number
}

/** Keys of one machine. */
export const keysFacet: Facet<readonly MachineKey[]> = {
  name: 'machineKeys',
  streams: ['user'],
  events: {},
  initial: [],
  evolve(keys, recorded) {
    const event = recorded as Recorded<MachineCredentialEvent>
    switch (event.type) {
      case 'user.machine.key.added': {
        const { keyId, expiresAt, publicKey } = event.payload
        return [
          ...keys,
          { keyId, expiresAt, publicKey, createdAt: event.createdAt, sequence: event.sequence },
        ]
      }
      case 'user.machine.key.removed':
        return keys.filter(({ keyId }) => keyId !== event.payload.keyId)
      default:
        return recorded.type === 'user.removed' ? [] : keys
    }
  },
  rows: (keys, { instanceId, id, owner }) =>
    keys.length === 0
      ? {}
      : {
          machine_keys: keys.map((key) => ({
            instance_id: instanceId,
            key_id: key.keyId,
            user_id: id,
            org_id: owner,
            expires_at: key.expiresAt,
            public_key: key.publicKey,
            created_at: key.createdAt,
            changed_at: key.createdAt,
            sequence: key.sequence,
          })),
        },
}
