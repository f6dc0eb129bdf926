import type { Origin } from '../../access/call.ts'

/** Returns the address of a user's avatar; '' if the user has none. */
export function avatarUrl(
  origin: Pick<Origin, 'url'>,
  avatar: { readonly orgId: string; readonly userId: string; readonly key: string },
): string {
  const parts = ['assets', 'v1', avatar.orgId, 'users', avatar.userId, avatar.key]
  return avatar.key === '' ? '' : `${origin.url}/${parts.map(encodeURIComponent).join('/')}`
}
