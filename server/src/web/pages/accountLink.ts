import { accountRoot } from '../../access/hostedLinks.ts'
import type { AccountPage } from '../../features/login-flow/index.ts'

/** Returns the address of a page of the account, with further parameters; undefined leaves one out. */
export function accountLink(
  { page, about }: Pick<AccountPage, 'page'> & Partial<Pick<AccountPage, 'about'>>,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ about, ...parameters })) {
    if (value !== undefined) query.set(name, value)
  }
  const path = page === 'overview' ? accountRoot : `${accountRoot}/${page}`
  const text = query.toString()
  return path + (text && `?${text}`)
}
