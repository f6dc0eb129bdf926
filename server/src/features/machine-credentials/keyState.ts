import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { userRemoved } from '../users/index.ts'
import { type MachineKeyEvent, machineKeyAdded, machineKeyRemoved } from './events.ts'

/** A public key that verifies a machine's assertions. */
export type MachineKey = {
  readonly keyId: string
  readonly expiresAt: string
  /** SPKI PEM. */
  readonly publicKey: string
  readonly createdAt: string
  readonly sequence: number
}

/** Keys of one machine. */
export const keysFacet: Facet<readonly MachineKey[], MachineKeyEvent | EventOf<typeof userRemoved>> = {
  name: 'machineKeys',
  streams: ['user'],
  events: [machineKeyAdded, machineKeyRemoved],
  hears: [userRemoved],
  initial: [],
  evolve(keys, event) {
    switch (event.type) {
      case machineKeyAdded.type: {
        const { keyId, expiresAt, publicKey } = event.payload
        const { createdAt, sequence } = event
        return [...keys, { keyId, expiresAt, publicKey, createdAt, sequence }]
      }
      case machineKeyRemoved.type:
        return keys.filter(({ keyId }) => keyId !== event.payload.keyId)
      case userRemoved.type:
        return []
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
