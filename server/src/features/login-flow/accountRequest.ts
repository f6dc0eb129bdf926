import type { FlowRequest } from './flowFacts.ts'

/** A page of the account to which a login returns, by the name that its address has in pages of the login. */
export interface AccountPage {
  /** The last part of its path; `overview` for the first page. */
  readonly page: string
  /** What the page is about, such as a factor. */
  readonly about: string | undefined
  /** Whether the page changes factors, passwords or addresses, so that the login asks for every proof again that is not fresh. */
  readonly fresh: boolean
}

const form = /^account_([a-z-]{1,40})(?:\.(?!fresh$)([\w-]{1,120}))?(\.fresh)?$/

/** Parses the request of a page of the account, `account_<page>[.<about>][.fresh]`; undefined if the text is none. */
export function parseAccountRequest(text: string): AccountPage | undefined {
  const [, page, about, fresh] = form.exec(text) ?? []
  return page === undefined ? undefined : { page, about, fresh: fresh !== undefined }
}

/** Returns the name of the request that leads back to a page of the account. */
export function accountRequestName({ page, about, fresh }: AccountPage): string {
  return ['account_', page, about && `.${about}`, fresh && '.fresh'].filter(Boolean).join('')
}

/** Seconds in which proofs count whatever their lifetime is, as in logins without a request. */
const loginDuration = 15 * 60

/**
 * Returns a page of the account as a request. It has no stream, is always open, and demands nothing but fresh proofs. Proofs that are
 * about to become too old are asked for too, so that the person has at least two minutes (or half of the limit) for the page.
 */
export function accountRequest(
  { page, about, fresh }: AccountPage,
  freshMinutes: number,
  now: Date,
): FlowRequest {
  const isLimited = fresh && freshMinutes > 0
  const limit = Math.max(freshMinutes * 60 - 120, freshMinutes * 30)
  const duration = isLimited ? Math.min(loginDuration, limit) : loginDuration
  return {
    kind: 'account',
    id: about === undefined ? page : `${page}.${about}`,
    clientId: '',
    projectId: '',
    arrivedAt: new Date(now.getTime() - duration * 1000).toISOString(),
    scope: [],
    prompt: [],
    uiLocales: [],
    demandedLevel: 0,
    wantedLevels: [],
    ...(isLimited && { maxAge: limit - duration }),
  }
}
