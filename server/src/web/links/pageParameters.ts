/** How a parameter of another spelling becomes one of ours. */
interface Spelling {
  readonly name: string
  readonly value?: (text: string) => string
}

/** Ids of requests carry their protocol; older links name it by the parameter. */
const requestOf = (protocol: 'oidc' | 'saml'): Spelling => ({
  name: 'requestId',
  value: (id) => (/^(oidc|saml|device)_/.test(id) ? id : `${protocol}_${id}`),
})

/** Other spellings in links of the contract, in lower case (hosted login notes §2, §11). */
const spellings: Readonly<Record<string, Spelling>> = {
  authrequest: requestOf('oidc'),
  authrequestid: requestOf('oidc'),
  samlrequest: requestOf('saml'),
  samlrequestid: requestOf('saml'),
  orgid: { name: 'organization' },
  usercode: { name: 'user_code' },
}

/** The parameters of our pages that links may carry, with the greatest length of their values. */
const lengths: Readonly<Record<string, number>> = {
  requestId: 200,
  userId: 200,
  organization: 200,
  sessionId: 200,
  loginName: 200,
  code: 200,
  codeId: 200,
  user_code: 40,
  invite: 5,
  initialization: 5,
  ui_locales: 200,
  preview: 5,
  about: 120,
  before: 40,
  done: 40,
  set_up: 5,
  sent: 15,
  logout_hint: 200,
  logout_token: 8192,
  post_logout_redirect: 2048,
}

const byLowerCase = new Map(Object.keys(lengths).map((name) => [name.toLowerCase(), name]))

/**
 * Returns the parameters of a link by the names that our pages read: known ones only, each once, none that is empty or longer than
 * it can be. The first of several spellings counts.
 */
export function pageParameters(query: URLSearchParams): URLSearchParams {
  const known = new URLSearchParams()
  for (const [written, text] of query) {
    const lower = written.toLowerCase()
    const { name, value }: Spelling = spellings[lower] ?? { name: byLowerCase.get(lower) ?? '' }
    const longest = Object.hasOwn(lengths, name) ? (lengths[name] ?? 0) : 0
    const meant = value === undefined || text === '' ? text : value(text)
    if (meant === '' || meant.length > longest || known.has(name)) continue
    known.append(name, meant)
  }
  return known
}
