import type { EventBody } from '../../../kernel/facet.ts'
import { machineAdded } from '../events.ts'

export interface NewMachine {
  readonly username: string
  readonly scope: string
  readonly name: string
  readonly description: string
  readonly accessTokenType: 'bearer' | 'jwt'
}

/** The event that brings a machine user into being. */
export function newMachineEvents(machine: NewMachine): readonly EventBody[] {
  return [machineAdded({ ...machine })]
}
