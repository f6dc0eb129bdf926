import type { EventOf } from '../../kernel/events.ts'
import type { Facet, IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import { instanceAdded } from '../instances/events.ts'
import { orgAdded, orgRemoved } from '../organizations/events.ts'
import { type HostedLoginEvent, type Translations, translationsSet } from './events.ts'

/** An owner's own translations of the hosted login, by locale; `exists` from the owner's first event on. */
export type HostedLoginState = {
  readonly exists: boolean
  readonly locales: { readonly [locale: string]: Translations }
}

const initial: HostedLoginState = { exists: false, locales: {} }

type OwnerEvent = EventOf<typeof instanceAdded | typeof orgAdded | typeof orgRemoved>

/** The own translations of the hosted login of an instance or organization. */
export const hostedLoginFacet: Facet<HostedLoginState, HostedLoginEvent | OwnerEvent> = {
  name: 'hostedLogin',
  streams: ['instance', 'org'],
  events: Object.values(translationsSet),
  hears: [instanceAdded, orgAdded, orgRemoved],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case instanceAdded.type:
      case orgAdded.type:
        return { ...state, exists: true }
      case orgRemoved.type:
        return initial
      case translationsSet.instance.type:
      case translationsSet.org.type: {
        const { locale, translations } = event.payload
        const { [locale]: _, ...others } = state.locales
        const isEmpty = Object.keys(translations).length === 0
        return { ...state, locales: isEmpty ? others : { ...others, [locale]: translations } }
      }
    }
  },
  rows,
}

function rows({ locales }: HostedLoginState, stream: StreamOrigin): IndexRows {
  return {
    hosted_login_translations: Object.entries(locales).map(([locale, translations]) => ({
      instance_id: stream.instanceId,
      owner: stream.id,
      is_default: stream.type === 'instance',
      locale,
      translations,
    })),
  }
}
