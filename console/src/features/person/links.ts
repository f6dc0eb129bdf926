/** A page of the login that a link with a code opens, with the parameters that it takes. */
function link(path: string, parameters: Readonly<Record<string, string>>): string {
  return `${location.origin}/ui/v2/login/${path}?${new URLSearchParams(parameters)}`
}

/** Whose link it is. */
interface Owner {
  readonly userId: string
  readonly orgId: string
}

/** The link with which a person sets a new password. */
export function passwordLink({ userId, orgId }: Owner, code: string): string {
  return link('password/set', { code, userId, organization: orgId })
}

/** The link with which a person accepts an invitation. */
export function invitationLink({ userId, orgId }: Owner, code: string): string {
  return link('verify', { code, userId, organization: orgId, invite: 'true' })
}

/** The link with which a person adds a passkey. */
export function passkeyLink(
  { userId, orgId }: Owner,
  { id, code }: { readonly id: string; readonly code: string },
): string {
  return link('passkey/set', { code, userId, organization: orgId, codeId: id })
}
