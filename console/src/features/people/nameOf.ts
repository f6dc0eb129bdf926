import type { User } from '@zitadel/proto/zitadel/user/v2/user_pb.js'

/** The name by which a user is known. */
export function nameOf({ type, username }: User): string {
  const name = type.case === 'human' ? type.value.profile?.displayName : type.value?.name
  return name || username
}
