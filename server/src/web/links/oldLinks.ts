import { loginRoot } from '../../access/hostedLinks.ts'
import { pageParameters } from './pageParameters.ts'

/** A page of ours, and the parameters that an older link implies by its path. */
interface Place {
  readonly page: string
  readonly fixed?: Readonly<Record<string, string>>
}

const start: Place = { page: 'loginname' }

/** The paths of the contract's first login, under `/ui/login/` (hosted login notes §2, §11). */
const firstLogin: ReadonlyMap<string, Place> = new Map([
  ['mail/verification', { page: 'verify' }],
  ['password/init', { page: 'password/set' }],
  ['mfa/otp/verify', { page: 'otp/email' }],
  ['user/invite', { page: 'verify', fixed: { invite: 'true' } }],
  ['user/init', { page: 'verify', fixed: { initialization: 'true' } }],
  ['login/passwordless/init', { page: 'passkey/set' }],
  ['register', { page: 'register' }],
  ['register/org', { page: 'register/org' }],
  ['device', { page: 'device' }],
  ['logout', { page: 'logout' }],
  ['logout/done', { page: 'logout/done' }],
])

/** Pages of the second login that have another name here. */
const renamed: ReadonlyMap<string, Place> = new Map([['otp/verify', { page: 'otp/email' }]])

/** Returns the address on this host to which a link of the contract's first login leads: always a page of our login. */
export function firstLoginLink(path: string, query: URLSearchParams): string {
  const parameters = pageParameters(query)
  const entry: Place = parameters.has('requestId') ? { page: 'login' } : start
  const place = path === '' || path === 'login' ? entry : (firstLogin.get(path) ?? start)
  return addressOf(place, parameters)
}

/**
 * Returns the address on this host to which a link below our login leads that names no page: its beginning, a page by another name,
 * or a path in which the login's own path is repeated.
 */
export function loginLink(path: string, query: URLSearchParams): string {
  const parameters = pageParameters(query)
  const own = `${loginRoot.slice(1)}/`
  let page = `${path}/`
  while (page.startsWith(own)) page = page.slice(own.length)
  page = page.replace(/\/+$/, '')
  const known = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(page) ? (renamed.get(page) ?? { page }) : start
  return addressOf(known, parameters)
}

function addressOf({ page, fixed = {} }: Place, parameters: URLSearchParams): string {
  for (const [name, value] of Object.entries(fixed)) parameters.set(name, value)
  const text = parameters.toString()
  return `${loginRoot}/${page}${text && `?${text}`}`
}
