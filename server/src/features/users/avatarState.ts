import type { Facet } from '../../kernel/facet.ts'

/** A person's picture: its bytes are the sealed secret `storeKey`, so that they go with the person. */
export type AvatarState = { readonly storeKey: string; readonly contentType: string } | null

/** The picture of a person. */
export const avatarFacet: Facet<AvatarState> = {
  name: 'avatar',
  streams: ['user'],
  events: {},
  initial: null,
  evolve(state, event) {
    switch (event.type) {
      case 'user.human.avatar.added':
        return event.payload as { storeKey: string; contentType: string }
      case 'user.human.avatar.removed':
      case 'user.human.added':
      case 'user.removed':
        return null
      default:
        return state
    }
  },
  secrets: (state) => (state === null ? [] : [state.storeKey]),
}
