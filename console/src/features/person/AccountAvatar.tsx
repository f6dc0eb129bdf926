import { Avatar } from '@mantine/core'
import type { Account } from './account.ts'

/** The picture of a person, or the initials of an account. Pictures come from this server only. */
export function AccountAvatar({ account: { name, human } }: { readonly account: Account }) {
  const address = human?.profile?.avatarUrl
  const own = address && URL.canParse(address) && new URL(address).origin === location.origin
  return <Avatar src={own ? address : null} name={name} size={56} color="brand" alt="" aria-hidden />
}
