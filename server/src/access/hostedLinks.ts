/** Where the pages of the hosted login begin. */
export const loginRoot = '/ui/v2/login'
/** Where the pages of the account begin. */
export const accountRoot = '/ui/account'

/** The values that links may contain, by their names in templates of the contract. */
export interface LinkValues {
  readonly Code: string
  readonly UserID: string
  readonly OrgID: string
  readonly LoginName: string
  readonly DisplayName: string
  readonly PreferredLanguage: string
  readonly SessionID: string
  readonly CodeID: string
}

/** A page of ours to which messages lead. */
interface HostedPage {
  readonly path: string
  /** Its parameters, and the values that they have. */
  readonly parameters: Readonly<Record<string, keyof LinkValues>>
  /** Parameters that always have the same value. */
  readonly fixed?: Readonly<Record<string, string>>
}

const ofCode = { code: 'Code', userId: 'UserID', organization: 'OrgID' } as const

/** Every page of ours to which messages lead, with its parameters (hosted login notes §11). */
export const hostedPages = {
  verify_email: { path: `${loginRoot}/verify`, parameters: ofCode },
  initialize: { path: `${loginRoot}/verify`, parameters: ofCode, fixed: { initialization: 'true' } },
  invite: { path: `${loginRoot}/verify`, parameters: ofCode, fixed: { invite: 'true' } },
  reset_password: { path: `${loginRoot}/password/set`, parameters: ofCode },
  add_passkey: { path: `${loginRoot}/passkey/set`, parameters: { ...ofCode, codeId: 'CodeID' } },
  /** As the contract's methods return it; it leads on to `add_passkey`. */
  add_passkey_of_contract: {
    path: '/ui/login/login/passwordless/init',
    parameters: { userID: 'UserID', orgID: 'OrgID', codeID: 'CodeID', code: 'Code' },
  },
  otp_email: {
    path: `${loginRoot}/otp/email`,
    parameters: { ...ofCode, sessionId: 'SessionID', loginName: 'LoginName' },
  },
  log_in: { path: `${loginRoot}/loginname`, parameters: { organization: 'OrgID', loginName: 'LoginName' } },
  account: { path: accountRoot, parameters: {} },
} as const satisfies Readonly<Record<string, HostedPage>>

/** The name of a page to which messages lead. */
export type HostedPageName = keyof typeof hostedPages

/**
 * Returns the link to a page at an origin of the instance. A parameter without value is left out. The base URI of a login of the
 * instance's own, unless '', replaces the place where our pages of the login begin.
 */
export function hostedLink(
  name: HostedPageName,
  origin: string,
  values: Partial<LinkValues>,
  ownLogin = '',
): string {
  const { path, parameters, fixed }: HostedPage = hostedPages[name]
  const query = new URLSearchParams()
  for (const [parameter, field] of Object.entries(parameters)) {
    const value = values[field]
    if (value !== undefined) query.append(parameter, value)
  }
  for (const [parameter, value] of Object.entries(fixed ?? {})) query.append(parameter, value)
  const text = query.toString()
  return pageUrl(path, origin, ownLogin) + (text && `?${text}`)
}

function pageUrl(path: string, origin: string, ownLogin: string): string {
  if (ownLogin === '' || !path.startsWith(`${loginRoot}/`)) return origin + path
  return ownLogin.replace(/\/+$/, '') + path.slice(loginRoot.length)
}

/** The longest template that the contract's methods accept. */
const longestTemplate = 200

/**
 * Returns the link to a page as a template for the contract's methods, so that the login request `requestId` goes on behind the
 * link. It names no organization, because the request has one and not every method fills it in. A template that is too long for
 * the contract loses the login name; undefined if it is still too long, and the message then has its default link.
 */
export function hostedLinkTemplate(
  name: HostedPageName,
  origin: string,
  requestId: string,
): string | undefined {
  const { path, parameters, fixed }: HostedPage = hostedPages[name]
  const constant = new URLSearchParams({ ...fixed, requestId }).toString()
  const templates = [['organization'], ['organization', 'loginName']].map((left) => {
    const fields = Object.entries(parameters).filter(([parameter]) => !left.includes(parameter))
    const query = [...fields.map(([parameter, field]) => `${parameter}={{.${field}}}`), constant]
    return `${origin}${path}?${query.join('&')}`
  })
  return templates.find((template) => template.length <= longestTemplate)
}
