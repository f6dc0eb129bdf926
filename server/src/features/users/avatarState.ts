import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { avatarAdded, avatarRemoved, humanAdded, userRemoved } from './events.ts'

/** The picture's bytes are the sealed secret `storeKey`, so that they are deleted with the person. */
export type AvatarState = { readonly storeKey: string; readonly contentType: string } | null

const heard = [avatarAdded, avatarRemoved, humanAdded, userRemoved] as const

/** The picture of a person. */
export const avatarFacet: Facet<AvatarState, EventOf<typeof heard>> = {
  name: 'avatar',
  streams: ['user'],
  events: [],
  hears: heard,
  initial: null,
  evolve: (_, event) => (event.type === avatarAdded.type ? event.payload : null),
  secrets: (state) => (state === null ? [] : [state.storeKey]),
}
