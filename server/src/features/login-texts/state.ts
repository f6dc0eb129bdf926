import type { Facet, IndexRows, Recorded, StreamOrigin } from '../../kernel/facet.ts'
import { hostedLoginEvents, type Translations } from './events.ts'

/** The hosted login's translations that an owner has of its own, by locale; `exists` once the owner itself was added. */
export type HostedLoginState = {
  readonly exists: boolean
  readonly locales: { readonly [locale: string]: Translations }
}

const initial: HostedLoginState = { exists: false, locales: {} }

/** The translations of the hosted login that an instance or organization wrote itself. */
export const hostedLoginFacet: Facet<HostedLoginState> = {
  name: 'hostedLogin',
  streams: ['instance', 'org'],
  events: hostedLoginEvents,
  initial,
  evolve,
  rows,
}

function evolve(state: HostedLoginState, event: Recorded): HostedLoginState {
  switch (event.type) {
    case 'instance.added':
    case 'org.added':
      return { ...state, exists: true }
    case 'instance.removed':
    case 'org.removed':
      return initial
    case 'instance.hosted_login_translation.set':
    case 'org.hosted_login_translation.set': {
      const { locale, translations } = event.payload as { locale: string; translations: Translations }
      const { [locale]: _, ...others } = state.locales
      const isEmpty = Object.keys(translations).length === 0
      return { ...state, locales: isEmpty ? others : { ...others, [locale]: translations } }
    }
    default:
      return state
  }
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
