import type { ListState } from '../../kit/listState.ts'

/** A person or machine of `GET /sallyport/v1/users`. */
export interface Listed {
  readonly userId: string
  readonly orgId: string
  readonly orgName: string
  readonly kind: 'person' | 'machine'
  readonly state: 'active' | 'inactive' | 'locked' | 'initial'
  readonly lockedUntil: string | null
  readonly displayName: string
  readonly givenName: string
  readonly familyName: string
  readonly username: string
  readonly loginName: string
  readonly email: string
  readonly emailVerified: boolean
  readonly phone: string
  readonly factors: 'none' | 'second' | 'phishing_resistant' | null
  /** When somebody was invited who has not accepted yet. */
  readonly invitedAt: string | null
  readonly createdAt: string
  readonly changedAt: string
}

/** A page of the directory. */
export interface Directory {
  readonly total: number
  /** Whether more than `total` match. */
  readonly more: boolean
  readonly mostDormantDays: number
  readonly users: readonly Listed[]
}

/** The parts of a list's state that say what it holds. */
export type Shown = Pick<ListState, 'query' | 'filter' | 'sort' | 'descending'>

/** The path of a page of the directory; the context organization goes before a filter by one. */
export function directoryPath(
  { query, filter, sort, descending }: Shown,
  context: string | undefined,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): string {
  const [show = '', dormantDays = ''] = filter('show').split('-')
  const wanted = {
    q: query,
    kind: filter('kind'),
    state: filter('state'),
    factors: filter('factors'),
    show,
    dormantDays,
    orgId: context ?? filter('organization'),
    sort,
    order: descending ? 'desc' : '',
    offset: offset === 0 ? '' : String(offset),
    limit: String(limit),
  }
  const given = Object.entries(wanted).filter(([, value]) => value !== '')
  return `/sallyport/v1/users?${new URLSearchParams(given)}`
}
