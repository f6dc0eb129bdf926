import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  type BrowserEvent,
  browserAccountForgotten,
  browserAccountRemembered,
  browserAccountSignedOut,
  browserAdded,
  browserEvents,
  browserLanguageSet,
  browserRemoved,
  browserSecretSet,
} from './events.ts'

/** A person whom a browser remembers, at most once; the session is null after they signed out here. */
export type Account = {
  readonly userId: string
  readonly orgId: string
  readonly sessionId: string | null
  /** ISO 8601: when the person last proved something here, or signed out. */
  readonly at: string
  /** The browser has brought a code that was mailed to the person; only for a session that has proved nothing. */
  readonly codeProved?: true
}

/** A browser with a cookie of ours. */
export type KnownBrowser = {
  readonly kind: 'known'
  readonly secretId: string
  /** The secret before the last rotation, while it may still count. */
  readonly previous: { readonly secretId: string; readonly until: string } | null
  readonly accounts: readonly Account[]
  readonly language: string | null
  /** ISO 8601, of the last event. */
  readonly changedAt: string
}

/** A browser that never was, is known, or was removed. */
export type BrowserState = { readonly kind: 'none' } | KnownBrowser | { readonly kind: 'removed' }

const none: BrowserState = { kind: 'none' }

/** The accounts that a browser holds, and the secret of its cookie. */
export const browserFacet: Facet<BrowserState, BrowserEvent> = {
  name: 'browser',
  streams: ['browser'],
  events: browserEvents,
  initial: none,
  evolve,
  rows: (state, { instanceId, id }) =>
    state.kind === 'known'
      ? {
          browsers: [
            {
              instance_id: instanceId,
              browser_id: id,
              secret_id: state.secretId,
              previous_secret_id: state.previous?.secretId ?? null,
              previous_until: state.previous?.until ?? null,
              accounts: state.accounts.map((account) => ({ ...account })),
              language: state.language,
              changed_at: state.changedAt,
            },
          ],
        }
      : {},
  secrets: (state) =>
    state.kind === 'known' ? [state.secretId, ...(state.previous ? [state.previous.secretId] : [])] : [],
}

/** Whether a cookie with this secret stands for the browser at this instant. */
export function countsSecret(
  browser: Pick<KnownBrowser, 'secretId' | 'previous'>,
  secretId: string,
  now: Date,
): boolean {
  if (secretId === browser.secretId) return true
  const { previous } = browser
  return previous !== null && secretId === previous.secretId && now < new Date(previous.until)
}

function evolve(state: BrowserState, event: Recorded<BrowserEvent>): BrowserState {
  if (event.type === browserAdded.type) {
    const { secretId } = event.payload
    return {
      kind: 'known',
      secretId,
      previous: null,
      accounts: [],
      language: null,
      changedAt: event.createdAt,
    }
  }
  if (state.kind !== 'known') return state
  if (event.type === browserRemoved.type) return { kind: 'removed' }
  return { ...change(state, event), changedAt: event.createdAt }
}

function change(
  state: KnownBrowser,
  event: Recorded<Exclude<BrowserEvent, { readonly type: 'browser.added' | 'browser.removed' }>>,
): KnownBrowser {
  const others = (userId: string) => state.accounts.filter((account) => account.userId !== userId)
  switch (event.type) {
    case browserSecretSet.type: {
      const { secretId, previousUntil: until } = event.payload
      return { ...state, secretId, previous: until === null ? null : { secretId: state.secretId, until } }
    }
    case browserAccountRemembered.type: {
      const { userId, userOrgId: orgId, sessionId, codeProved } = event.payload
      const account = { userId, orgId, sessionId, at: event.createdAt, ...(codeProved && { codeProved }) }
      return { ...state, accounts: [...others(userId), account] }
    }
    case browserAccountSignedOut.type: {
      const { userId } = event.payload
      const signedOut = ({ orgId }: Account) => ({ userId, orgId, sessionId: null, at: event.createdAt })
      return {
        ...state,
        accounts: state.accounts.map((one) => (one.userId === userId ? signedOut(one) : one)),
      }
    }
    case browserAccountForgotten.type:
      return { ...state, accounts: others(event.payload.userId) }
    case browserLanguageSet.type:
      return { ...state, language: event.payload.language }
  }
}
