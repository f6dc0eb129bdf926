import { type HostedPageName, hostedLinkTemplate } from '../../access/hostedLinks.ts'
import type { PageContext } from './pageContext.ts'

/** The longest template that the contract's methods accept. */
const longest = 200

/**
 * Returns where the link of a mail leads, as the part of the contract's messages that says so: to a page of ours that goes on with the
 * request of this page. It names the organization of the person if there is room, for the page's look and rules.
 */
export function mailTemplate(
  { call, query }: Pick<PageContext, 'call' | 'query'>,
  page: Extract<HostedPageName, 'verify_email' | 'reset_password' | 'invite'>,
): { readonly urlTemplate?: string } {
  const requestId = query.get('requestId')
  const template = requestId === null ? undefined : hostedLinkTemplate(page, call.origin.url, requestId)
  if (template === undefined) return {}
  const withOrganization = `${template}&organization={{.OrgID}}`
  return { urlTemplate: withOrganization.length <= longest ? withOrganization : template }
}
