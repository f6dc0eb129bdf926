import { loginRoot } from '../../access/hostedLinks.ts'

/** The parameters that say which login a page belongs to. */
const kept = ['requestId', 'sessionId', 'loginName', 'organization', 'ui_locales', 'user_code', 'set_up']

/**
 * Returns the address of a page of the login, which goes on with the request and the account of `query`. `parameters` replace or add
 * some; undefined drops one.
 */
export function flowLink(
  query: URLSearchParams,
  page: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const next = new URLSearchParams()
  for (const name of kept) {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : (query.get(name) ?? undefined)
    if (value) next.set(name, value)
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && !kept.includes(name)) next.set(name, value)
  }
  const text = next.toString()
  return `${loginRoot}/${page}${text && `?${text}`}`
}
